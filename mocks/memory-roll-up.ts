import type { Window } from '#api/prediction-log.ts';
import { getOr } from './get-or.ts';
import { emptyExtent, widen } from './memory-extent.ts';

export const MINUTE_MS = 60_000;
export const HOUR_MS = 3_600_000;

/** What came in of one slot of one version and role: rows other than samples, and when the slot last changed. */
type Arrivals = { rows: number; firstMs: number; lastMs: number; change: number };
export type Cell = { count: number; sum: number };

/** Cells by bucket or category. */
export type Cells<Key> = Map<Key, Cell>;

/** One metric by slot. */
export type Slots<Key> = Map<number, Cells<Key>>;

/** The roll-ups of one stage, version and role by slots of one length. */
export type RollUp = {
  stepMs: number;
  arrivals: Map<number, Arrivals>;
  numbers: Map<string, Slots<number>>;
  categories: Map<string, Slots<string>>;
};

export function emptyRollUp(stepMs: number): RollUp {
  return { stepMs, arrivals: new Map(), numbers: new Map(), categories: new Map() };
}

export function addArrival(rollUp: RollUp, timeMs: number, rows: number, change: number): void {
  const arrivals = getOr(rollUp.arrivals, floor(timeMs, rollUp.stepMs), () => ({ ...emptyExtent(), change }));
  arrivals.change = Math.max(arrivals.change, change);
  if (rows > 0) widen(arrivals, timeMs, rows);
}

export function addValue<Key>(
  { stepMs }: RollUp,
  metrics: Map<string, Slots<Key>>,
  metric: string,
  timeMs: number,
  key: Key,
  value: number,
): void {
  const slots = getOr(metrics, metric, () => new Map<number, Cells<Key>>());
  const cells = getOr(slots, floor(timeMs, stepMs), () => new Map<Key, Cell>());
  const cell = getOr(cells, key, () => ({ count: 0, sum: 0 }));
  cell.count++;
  cell.sum += value;
}

export function rollUpOf({ minutes, hours }: { minutes: RollUp; hours: RollUp }, stepMs: number): RollUp {
  return stepMs % HOUR_MS === 0 ? hours : minutes;
}

/** Whether a slot of the roll-up belongs to the window, whose borders snap outwards to whole slots. */
export function isWithin(slotMs: number, { fromMs, toMs }: Window, stepMs: number): boolean {
  return slotMs >= floor(fromMs, stepMs) && slotMs < toMs;
}

export function merge<Key>(into: Cells<Key>, cells: Cells<Key>): void {
  for (const [key, cell] of cells)
    addCell(
      getOr(into, key, () => ({ count: 0, sum: 0 })),
      cell,
    );
}

export function addCell(into: Cell, { count, sum }: Cell): Cell {
  into.count += count;
  into.sum += sum;
  return into;
}

export function floor(ms: number, stepMs: number): number {
  return Math.floor(ms / stepMs) * stepMs;
}
