import { type ChangePointOptions, changePoints } from '../streams/change-points.ts';

/** A change of a series with the indices between which it lies. */
export interface Move {
  name: string;
  index: number;
  lower: number;
  upper: number;
}

export interface OrderedMove extends Move {
  /** Those that moved before for sure: their interval ends before this one begins. */
  after: string[];
  /** Nothing moved before it for sure. */
  isFirst: boolean;
}

/** Moves by place; two whose intervals meet are in no sure order. O(k²). */
export function orderOfMoves(moves: readonly Move[]): OrderedMove[] {
  return moves
    .map((move) => {
      const after = moves.filter((other) => other.upper < move.lower).map(({ name }) => name);
      return { ...move, after, isFirst: after.length === 0 };
    })
    .sort((a, b) => a.index - b.index || a.lower - b.lower);
}

/**
 * What moved first? The first change of each series within the range, with its 95 % interval, in order;
 * series without a change are left out. An order says "before", never "because of". NaN is left
 * out. Cost: that of `changePoints` for each series, O(n) to O(n²).
 *
 * @param series of equal length and clock: index i is the same time in all
 * @param from first index that counts, to the one before `to`
 */
export function whatMovedFirst(
  series: readonly { name: string; values: ArrayLike<number> }[],
  {
    from = 0,
    to = Number.POSITIVE_INFINITY,
    ...options
  }: ChangePointOptions & { from?: number; to?: number } = {},
): OrderedMove[] {
  const moves = series.flatMap(({ name, values }) => {
    const result = changePoints(values, options);
    if (result.status === 'unavailable') return [];
    const first = result.changes.find(({ index }) => index >= from && index < to);
    return first ? [{ name, index: first.index, lower: first.lower, upper: first.upper }] : [];
  });
  return orderOfMoves(moves);
}
