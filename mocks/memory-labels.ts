import type {
  Known,
  LabelledRow,
  LabelRow,
  LabelSlot,
  LogRow,
  SlotSelection,
  StageSelection,
} from '#api/prediction-log.ts';
import { builtInMetrics } from '#contract/metric.ts';
import { sample } from './memory-rows.ts';

type PredictedRow = { row: LogRow; label: LabelRow | undefined };

export function labelSlots(
  rows: readonly LogRow[],
  labels: readonly LabelRow[],
  selection: Known<SlotSelection>,
  quantiles: readonly number[],
): LabelSlot[] {
  const joined = joinLabels(rows, labels, selection, 'labelled', rows.length);
  const { stepMs } = selection;
  return [...Map.groupBy(joined, ({ row }) => Math.floor(row.timeMs / stepMs) * stepMs)]
    .sort(([a], [b]) => a - b)
    .map(([slotMs, own]) => {
      const delays = own
        .flatMap(({ row, label }) => (label ? [label.receivedMs - row.timeMs] : []))
        .sort((a, b) => a - b);
      const at = (share: number) => delays[Math.max(0, Math.ceil(share * delays.length) - 1)] ?? 0;
      return { slotMs, labelled: own.length, delaysMs: quantiles.map(at) };
    });
}

export function labelledRows(
  rows: readonly LogRow[],
  labels: readonly LabelRow[],
  selection: Known<StageSelection>,
  { rows: which, limit }: { rows: 'labelled' | 'all'; limit: number },
): LabelledRow[] {
  return joinLabels(rows, labels, selection, which, limit)
    .sort((a, b) => a.row.timeMs - b.row.timeMs)
    .map(({ row, label }) => ({
      timeMs: row.timeMs,
      score: row.numbers[builtInMetrics.confidence] ?? null,
      prediction: row.numbers[builtInMetrics.prediction] ?? row.categories[builtInMetrics.prediction] ?? null,
      label: label?.number ?? label?.category ?? null,
      labelReceivedMs: label?.receivedMs ?? null,
    }));
}

function joinLabels(
  rows: readonly LogRow[],
  labels: readonly LabelRow[],
  selection: Known<StageSelection>,
  which: 'labelled' | 'all',
  limit: number,
): PredictedRow[] {
  const known = lastLabels(labels, selection);
  const join = (row: LogRow): PredictedRow | undefined => {
    if (row.kind !== 'prediction') return undefined;
    const label = row.requestId === '' ? undefined : known.get(row.requestId);
    return label || which === 'all' ? { row, label } : undefined;
  };
  return sample(rows, selection, join, limit);
}

/** By request, the label that came last; those that are taken back are left out. */
function lastLabels(
  labels: readonly LabelRow[],
  { stage, knownAtMs }: Known<StageSelection>,
): Map<string, LabelRow> {
  const last = new Map<string, LabelRow>();
  for (const label of labels) {
    if (label.receivedMs > knownAtMs || (label.stage !== '' && label.stage !== stage)) continue;
    const other = last.get(label.requestId);
    if (!other || isLater(label, other)) last.set(label.requestId, label);
  }
  return new Map([...last].filter(([, { number, category }]) => number !== null || category !== null));
}

function isLater(a: LabelRow, b: LabelRow): boolean {
  return a.receivedMs > b.receivedMs || (a.receivedMs === b.receivedMs && a.timeMs >= b.timeMs);
}
