/** A segment's part in the change of a mean: through its share of the rows, and through its own mean. */
export interface SegmentPart {
  /** null when the segment has no rows on one side. */
  mix: number | null;
  within: number | null;
}

export interface SegmentAttribution {
  reference: number;
  current: number;
  change: number;
  parts: SegmentPart[];
  /** What the parts leave of the change: 0 (up to rounding) when every segment has rows on both sides. */
  residual: number;
}

/**
 * The change of a mean M = Σ w·m over segments, cut into mixᵢ = (w′ᵢ − wᵢ)·((mᵢ + m′ᵢ)/2 − (M + M′)/2) and
 * withinᵢ = (wᵢ + w′ᵢ)/2·(m′ᵢ − mᵢ): symmetric in both sides (Shapley), adding up exactly. NaN without rows
 * on a side. O(k).
 *
 * @param referenceRows rows by segment, length k
 * @param referenceSums sums by segment (of good rows, of losses), length k; likewise for current
 * @throws {RangeError} when the lengths differ
 */
export function segmentAttribution(
  referenceRows: ArrayLike<number>,
  referenceSums: ArrayLike<number>,
  currentRows: ArrayLike<number>,
  currentSums: ArrayLike<number>,
): SegmentAttribution {
  const k = referenceRows.length;
  if (referenceSums.length !== k || currentRows.length !== k || currentSums.length !== k) {
    throw new RangeError(
      `${k} segments, but ${referenceSums.length}, ${currentRows.length}, ${currentSums.length}`,
    );
  }
  const n = total(referenceRows);
  const m = total(currentRows);
  const reference = total(referenceSums) / n;
  const current = total(currentSums) / m;
  const middle = (reference + current) / 2;

  let explained = 0;
  const parts = Array.from({ length: k }, (_, i): SegmentPart => {
    const rows = [referenceRows[i] as number, currentRows[i] as number] as const;
    if (rows[0] === 0 && rows[1] === 0) return { mix: 0, within: 0 };
    if (rows[0] === 0 || rows[1] === 0) return { mix: null, within: null };
    const shares = [rows[0] / n, rows[1] / m] as const;
    const means = [(referenceSums[i] as number) / rows[0], (currentSums[i] as number) / rows[1]] as const;
    const mix = (shares[1] - shares[0]) * ((means[0] + means[1]) / 2 - middle);
    const within = ((shares[0] + shares[1]) / 2) * (means[1] - means[0]);
    explained += mix + within;
    return { mix, within };
  });
  const change = current - reference;
  const isWhole = parts.every(({ mix }) => mix !== null);
  return { reference, current, change, parts, residual: isWhole ? 0 : change - explained };
}

function total(values: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i] as number;
  return sum;
}
