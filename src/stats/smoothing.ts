/**
 * How a share is kept above zero: `additive` adds α rows to every bin of both samples, `epsilon` replaces a share
 * of zero by ε without renormalising (common, but one empty bin then weighs what ε makes it weigh).
 */
export type Smoothing = { kind: 'additive'; alpha: number } | { kind: 'epsilon'; epsilon: number };

/** Half a row a bin: Jeffreys' prior. */
export const halfRow: Smoothing = { kind: 'additive', alpha: 0.5 };

/** The share of a bin after smoothing: (count + α) / (total + α · bins), or ε for an empty bin. O(1). */
export function smoothedShare(count: number, total: number, bins: number, smoothing: Smoothing): number {
  if (smoothing.kind === 'additive') return (count + smoothing.alpha) / (total + smoothing.alpha * bins);
  return count === 0 ? smoothing.epsilon : count / total;
}
