import type {
  LogArm,
  LogRow,
  Pair,
  PairSelection,
  PairSide,
  UnitEvent,
  UnitExtent,
} from '#api/prediction-log.ts';
import { builtInMetrics } from '#contract/metric.ts';
import { isInSegments } from './is-in-segments.ts';
import { sample } from './memory-rows.ts';

const { confidence, latency, nullOutput, prediction, status } = builtInMetrics;

export function pairs(
  rows: readonly LogRow[],
  { segments = [], ...selection }: PairSelection,
  { stable, candidate }: { stable: LogArm; candidate: LogArm },
  limit: number,
): Pair[] {
  const ofStage = rows.filter(({ stage }) => stage === selection.stage);
  const firsts = (arm: LogArm, asked: (row: LogRow) => LogRow | undefined) => {
    const found = new Map<string, LogRow>();
    for (const row of sample(ofStage, { ...selection, ...arm }, asked, ofStage.length)) {
      const earlier = found.get(row.requestId);
      if (!earlier || row.timeMs < earlier.timeMs) found.set(row.requestId, row);
    }
    return found;
  };
  const hasRequest = (row: LogRow) => (row.kind === 'prediction' && row.requestId !== '' ? row : undefined);
  const isWanted = (row: LogRow) => (isInSegments(row, segments) ? hasRequest(row) : undefined);
  const answers = firsts(candidate, hasRequest);
  return [...firsts(stable, isWanted)]
    .flatMap(([requestId, row]): Pair[] => {
      const other = answers.get(requestId);
      return other ? [{ requestId, stable: sideOf(row), candidate: sideOf(other) }] : [];
    })
    .slice(0, limit);
}

/** Of rows that were selected. */
export function unitExtents(rows: readonly LogRow[], metric: string, event: UnitEvent): UnitExtent[] {
  const isEvent = ({ categories }: LogRow) =>
    event === 'error' ? categories[status] !== 'ok' : categories[nullOutput] === 'true';
  const units = new Map<number, UnitExtent>();
  for (const row of rows) {
    const value = row.numbers[metric];
    if (value === undefined) continue;
    const unit = Math.trunc(value);
    const { rows: before, firstEventMs } = units.get(unit) ?? { rows: 0, firstEventMs: null };
    const first = isEvent(row) ? Math.min(firstEventMs ?? row.timeMs, row.timeMs) : firstEventMs;
    units.set(unit, { unit, rows: before + 1, firstEventMs: first });
  }
  return [...units.values()].sort((a, b) => a.unit - b.unit);
}

function sideOf({ timeMs, numbers, categories, text, fingerprint }: LogRow): PairSide {
  return {
    timeMs,
    latencyMs: numbers[latency] ?? null,
    status: categories[status] ?? '',
    isNull: categories[nullOutput] === 'true',
    score: numbers[confidence] ?? null,
    prediction: numbers[prediction] ?? text ?? categories[prediction] ?? null,
    fingerprint,
  };
}
