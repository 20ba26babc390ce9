import type { PredictionLog, UnitEvent } from '#api/prediction-log.ts';
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

/**
 * The sticky key as the unit, where it decides the split and the log has it; else every request. Requests that were
 * forced, or came back from a version that failed, are no part of it.
 */
export async function readUnitSlices(
  log: PredictionLog,
  comparison: Comparison,
  event: UnitEvent,
): Promise<ArmSlice[]> {
  const { split, stickyKey } = comparison.step.traffic;
  if (stickyKey === null || split.stable === 0 || split.candidate === 0)
    return readRowSlices(log, comparison, event);
  const [stable, candidate] = await Promise.all(
    (['stable', 'candidate'] as const).map(async (arm) => {
      const selection = { ...selectionOf(comparison, arm), segments: bySplit };
      const units = await log.unitExtents(selection, routeMetrics.bucket, event);
      return units.flatMap(({ firstEventMs }) => (firstEventMs === null ? [] : [firstEventMs]));
    }),
  );
  const rows = await readRowSlices(log, comparison, event);
  const hasUnits =
    (stable?.length ?? 0) + (candidate?.length ?? 0) > 0 || (await hasBuckets(log, comparison));
  if (!hasUnits) return rows;
  const { fromMs, toMs } = comparison;
  return unitSlices(
    {
      stable: { units: split.stable, firstEventsMs: stable ?? [] },
      candidate: { units: split.candidate, firstEventsMs: candidate ?? [] },
    },
    { fromMs, toMs, stepMs: MINUTE_MS },
  );
}

async function hasBuckets(log: PredictionLog, comparison: Comparison): Promise<boolean> {
  const { pipeline, stage } = comparison;
  const metrics = await log.listMetrics(pipeline);
  return metrics.some((extent) => extent.stage === stage && extent.metric === routeMetrics.bucket);
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
