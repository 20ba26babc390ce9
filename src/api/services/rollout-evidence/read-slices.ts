import type { PredictionLog, UnitEvent, UnitExtent } from '#api/prediction-log.ts';
import { builtInMetrics } from '#contract/metric.ts';
import type { ArmSlice } from '#control/rollout/gates/rates.ts';
import { unitSlices } from '#control/rollout/gates/unit-slices.ts';
import { type Comparison, routeMetrics, selectionOf } from './comparison.ts';

const MINUTE_MS = 60_000;
const bySplit = [{ metric: routeMetrics.by, value: 'split' }];

/** Rows with a value and events among them, by minute. */
type Counts = Map<number, { rows: number; events: number }>;

/** Rows and events of both versions in each minute in which either had a row. */
export function joinSlices(stable: Counts, candidate: Counts): ArmSlice[] {
  const none = { rows: 0, events: 0 };
  const slots = [...new Set([...stable.keys(), ...candidate.keys()])].sort((a, b) => a - b);
  return slots.map((slot) => ({
    stable: stable.get(slot) ?? none,
    candidate: candidate.get(slot) ?? none,
  }));
}

/** Every request as a unit. */
export async function readRowSlices(
  log: PredictionLog,
  comparison: Comparison,
  event: UnitEvent,
): Promise<ArmSlice[]> {
  const [stable, candidate] = await Promise.all([
    readCounts(log, comparison, 'stable', event),
    readCounts(log, comparison, 'candidate', event),
  ]);
  return joinSlices(stable, candidate);
}

/** Slices, and how many units there are of each version: users of a sticky key, or requests. */
export type UnitSlices = { slices: ArmSlice[]; nStable: number; nCandidate: number };

/**
 * The sticky key as the unit, where it decides the split and the log has it; else every request. Requests that were
 * forced, or came back from a version that failed, are no part of it.
 */
export async function readUnitSlices(
  log: PredictionLog,
  comparison: Comparison,
  event: UnitEvent,
): Promise<UnitSlices> {
  const { split, stickyKey } = comparison.step.traffic;
  const isSplitByKey = stickyKey !== null && split.stable > 0 && split.candidate > 0;
  const [stable, candidate] = isSplitByKey
    ? await Promise.all(
        (['stable', 'candidate'] as const).map((arm) => readUnits(log, comparison, arm, event)),
      )
    : [[], []];
  if (!stable || !candidate || stable.length + candidate.length === 0) {
    const slices = await readRowSlices(log, comparison, event);
    const rowsOf = (arm: 'stable' | 'candidate') => slices.reduce((sum, slice) => sum + slice[arm].rows, 0);
    return { slices, nStable: rowsOf('stable'), nCandidate: rowsOf('candidate') };
  }
  const firstEventsOf = (units: readonly UnitExtent[]) =>
    units.flatMap(({ firstEventMs }) => (firstEventMs === null ? [] : [firstEventMs]));
  const { fromMs, toMs } = comparison;
  const slices = unitSlices(
    {
      stable: { units: split.stable, firstEventsMs: firstEventsOf(stable) },
      candidate: { units: split.candidate, firstEventsMs: firstEventsOf(candidate) },
    },
    { fromMs, toMs, stepMs: MINUTE_MS },
  );
  return { slices, nStable: stable.length, nCandidate: candidate.length };
}

function readUnits(
  log: PredictionLog,
  comparison: Comparison,
  arm: 'stable' | 'candidate',
  event: UnitEvent,
): Promise<UnitExtent[]> {
  return log.unitExtents({ ...selectionOf(comparison, arm), segments: bySplit }, routeMetrics.bucket, event);
}

async function readCounts(
  log: PredictionLog,
  comparison: Comparison,
  arm: 'stable' | 'candidate',
  event: UnitEvent,
): Promise<Counts> {
  const metric = event === 'error' ? builtInMetrics.status : builtInMetrics.nullOutput;
  const isEvent = (category: string) => (event === 'error' ? category !== 'ok' : category === 'true');
  const slots = await log.categorySlots({
    ...selectionOf(comparison, arm),
    stepMs: MINUTE_MS,
    metrics: [metric],
  });
  const counts: Counts = new Map();
  for (const { slotMs, category, count } of slots) {
    const { rows, events } = counts.get(slotMs) ?? { rows: 0, events: 0 };
    counts.set(slotMs, { rows: rows + count, events: events + (isEvent(category) ? count : 0) });
  }
  return counts;
}
