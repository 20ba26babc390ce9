import type { BinSlot } from '#api/prediction-log.ts';
import { binOfBucket, binOfCategory, type Bins } from '#stats/bins.ts';
import { getOr } from './get-or.ts';
import { addCell, type Cell, type Cells } from './memory-roll-up.ts';

export function foldBuckets(
  metric: string,
  slotMs: number,
  cells: Cells<number>,
  bins: Bins | undefined,
): BinSlot[] {
  return bins?.kind === 'numeric' ? fold(metric, slotMs, cells, (bucket) => binOfBucket(bins, bucket)) : [];
}

export function foldCategories(
  metric: string,
  slotMs: number,
  cells: Cells<string>,
  bins: Bins | undefined,
): BinSlot[] {
  if (bins?.kind !== 'categorical') return [];
  const folded = fold(metric, slotMs, cells, (category) => binOfCategory(bins, category));
  return folded.map((slot) => ({ ...slot, sum: 0 }));
}

function fold<Key>(
  metric: string,
  slotMs: number,
  cells: Cells<Key>,
  binOf: (key: Key) => number,
): BinSlot[] {
  const folded = new Map<number, Cell>();
  for (const [key, cell] of cells)
    addCell(
      getOr(folded, binOf(key), () => ({ count: 0, sum: 0 })),
      cell,
    );
  return [...folded].map(([bin, cell]) => ({ metric, slotMs, bin, ...cell }));
}
