/**
 * P(K > λ) of Kolmogorov's limiting distribution, 2·Σ(−1)^(j−1)·e^(−2j²λ²); below λ = 1 by the theta-function
 * identity (√2π/λ)·Σe^(−(2j−1)²π²/8λ²), which converges where the first form cancels. Relative error about 1e-14.
 * O(1).
 */
export function kolmogorovTail(lambda: number): number {
  if (Number.isNaN(lambda)) return NaN;
  if (lambda < 1) return 1 - smallLambda(lambda);
  return Math.exp(logKolmogorovTail(lambda));
}

/** ln P(K > λ), which does not underflow. O(1). */
export function logKolmogorovTail(lambda: number): number {
  if (lambda < 1) return Math.log1p(-smallLambda(lambda));
  const square = 2 * lambda * lambda;
  let rest = 0;
  for (let j = 4; j >= 2; j--) rest += (j % 2 === 0 ? -1 : 1) * Math.exp(-square * (j * j - 1));
  return Math.LN2 - square + Math.log1p(rest);
}

function smallLambda(lambda: number): number {
  if (lambda < 0.04) return 0;
  const unit = -(Math.PI * Math.PI) / (8 * lambda * lambda);
  const sum = Math.exp(unit) + Math.exp(9 * unit) + Math.exp(25 * unit) + Math.exp(49 * unit);
  return (Math.sqrt(2 * Math.PI) / lambda) * sum;
}
