/**
 * The p-value of an e-process that may be looked at at any time: 1 / its largest value so far (Ville 1939),
 * at most 1. Under the rejected hypothesis it is ever ≤ α with probability ≤ α, however often one looks and
 * whenever one stops. O(1).
 *
 * @param lnGreatest natural logarithm of the largest value so far
 */
export function alwaysValidP(lnGreatest: number): number {
  return Math.min(1, Math.exp(-lnGreatest));
}

/** ln of Σ weights · e^logs. NaN if one is; −∞ of none. O(n). */
export function logSum(weights: ArrayLike<number>, logs: ArrayLike<number>): number {
  let top = Number.NEGATIVE_INFINITY;
  for (let i = 0; i < logs.length; i++) top = Math.max(top, logs[i] as number);
  if (top === Number.NEGATIVE_INFINITY) return top;
  let sum = 0;
  for (let i = 0; i < logs.length; i++) sum += (weights[i] as number) * Math.exp((logs[i] as number) - top);
  return top + Math.log(sum);
}
