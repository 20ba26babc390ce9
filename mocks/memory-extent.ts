export type Extent = { rows: number; firstMs: number; lastMs: number };

export function emptyExtent(): Extent {
  return { rows: 0, firstMs: Number.POSITIVE_INFINITY, lastMs: Number.NEGATIVE_INFINITY };
}

export function widen(extent: Extent, timeMs: number, rows: number): void {
  extent.rows += rows;
  extent.firstMs = Math.min(extent.firstMs, timeMs);
  extent.lastMs = Math.max(extent.lastMs, timeMs);
}
