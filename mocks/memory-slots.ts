import type { ActiveSlot, NumericSlot, RowSlot, SlotSelection, StageSelection } from '#api/prediction-log.ts';
import { quantile } from '#stats/histogram.ts';
import { getOr } from './get-or.ts';
import { byKey } from './memory-order.ts';
import {
  addCell,
  type Cell,
  type Cells,
  floor,
  HOUR_MS,
  isWithin,
  merge,
  MINUTE_MS,
  type RollUp,
  type Slots,
} from './memory-roll-up.ts';
import { rollUpsOf, type StageLog } from './memory-stage-log.ts';

export function rowSlots(log: StageLog | undefined, selection: SlotSelection): RowSlot[] {
  const wanted = wantedSlots(log, selection);
  const counts = new Map<number, number>();
  for (const rollUp of rollUpsOf(log, selection)) {
    for (const [slotMs, { rows }] of rollUp.arrivals) {
      const start = floor(slotMs, selection.stepMs);
      if (wanted.has(start) && isWithin(slotMs, selection, rollUp.stepMs))
        counts.set(start, (counts.get(start) ?? 0) + rows);
    }
  }
  return byKey(counts).flatMap(([slotMs, rows]) => (rows > 0 ? [{ slotMs, rows }] : []));
}

export function activeSlots(log: StageLog | undefined, selection: SlotSelection): ActiveSlot[] {
  const wanted = wantedSlots(log, selection);
  const unit = selection.stepMs % HOUR_MS === 0 ? HOUR_MS : MINUTE_MS;
  const minutes = new Map<number, Set<number>>();
  for (const rollUp of rollUpsOf(log, { ...selection, stepMs: MINUTE_MS })) {
    for (const minute of rollUp.arrivals.keys()) {
      const start = floor(minute, selection.stepMs);
      if (wanted.has(start) && isWithin(minute, selection, unit))
        getOr(minutes, start, () => new Set<number>()).add(minute);
    }
  }
  return byKey(minutes).map(([slotMs, own]) => ({ slotMs, minutes: own.size }));
}

/** Starts of the slots in the window that hold anything, with `since` only those that changed after it. */
function wantedSlots(log: StageLog | undefined, selection: SlotSelection): Set<number> {
  const after = selection.since === undefined ? 0 : Number(selection.since);
  const wanted = new Set<number>();
  for (const rollUp of rollUpsOf(log, selection)) {
    for (const [slotMs, { change }] of rollUp.arrivals) {
      if (change > after && isWithin(slotMs, selection, rollUp.stepMs))
        wanted.add(floor(slotMs, selection.stepMs));
    }
  }
  return wanted;
}

/** `make` of each metric and slot of the selection that holds values, by metric, then slot. */
export function mapSlots<Kind extends 'numbers' | 'categories', T>(
  log: StageLog | undefined,
  selection: SlotSelection,
  kind: Kind,
  make: (metric: string, slotMs: number, cells: Cells<KeyOf<Kind>>) => T,
): T[] {
  const wanted = wantedSlots(log, selection);
  const merged = new Map<string, Slots<KeyOf<Kind>>>();
  for (const rollUp of rollUpsOf(log, selection)) {
    for (const [metric, slots] of chosenMetrics(rollUp, kind, selection.metrics)) {
      const into = getOr(merged, metric, () => new Map<number, Cells<KeyOf<Kind>>>());
      for (const [slotMs, cells] of slots) {
        const start = floor(slotMs, selection.stepMs);
        if (!wanted.has(start) || !isWithin(slotMs, selection, rollUp.stepMs)) continue;
        merge(
          getOr(into, start, () => new Map<KeyOf<Kind>, Cell>()),
          cells,
        );
      }
    }
  }
  return byKey(merged).flatMap(([metric, slots]) =>
    byKey(slots).map(([slotMs, cells]) => make(metric, slotMs, cells)),
  );
}

/** `make` of each cell of the whole window, by metric, then bucket or category. */
export function mapWhole<Kind extends 'numbers' | 'categories', T>(
  log: StageLog | undefined,
  selection: StageSelection,
  metrics: readonly string[] | undefined,
  kind: Kind,
  make: (metric: string, key: KeyOf<Kind>, cell: Cell) => T,
): T[] {
  const merged = new Map<string, Cells<KeyOf<Kind>>>();
  for (const rollUp of rollUpsOf(log, { ...selection, stepMs: MINUTE_MS })) {
    for (const [metric, slots] of chosenMetrics(rollUp, kind, metrics)) {
      for (const [slotMs, cells] of slots) {
        if (!isWithin(slotMs, selection, MINUTE_MS)) continue;
        merge(
          getOr(merged, metric, () => new Map<KeyOf<Kind>, Cell>()),
          cells,
        );
      }
    }
  }
  return byKey(merged).flatMap(([metric, cells]) =>
    byKey(cells).map(([key, cell]) => make(metric, key, { ...cell })),
  );
}

type KeyOf<Kind extends 'numbers' | 'categories'> = Kind extends 'numbers' ? number : string;

function chosenMetrics<Kind extends 'numbers' | 'categories'>(
  rollUp: RollUp,
  kind: Kind,
  metrics: readonly string[] | undefined,
): [string, Slots<KeyOf<Kind>>][] {
  const all = rollUp[kind] as Map<string, Slots<KeyOf<Kind>>>;
  if (!metrics) return [...all];
  return metrics.flatMap((metric) => {
    const slots = all.get(metric);
    return slots ? [[metric, slots] satisfies [string, Slots<KeyOf<Kind>>]] : [];
  });
}

export function numericSlot(
  metric: string,
  slotMs: number,
  cells: Cells<number>,
  quantiles: readonly number[],
): NumericSlot {
  const ordered = byKey(cells);
  const histogram = {
    buckets: Int32Array.from(ordered, ([bucket]) => bucket),
    counts: Float64Array.from(ordered, ([, { count }]) => count),
    sums: Float64Array.from(ordered, ([, { sum }]) => sum),
  };
  const { count, sum } = ordered.reduce((all, [, cell]) => addCell(all, cell), { count: 0, sum: 0 });
  return { metric, slotMs, count, sum, quantiles: quantiles.map((share) => quantile(histogram, share)) };
}
