/**
 * P(ω² > x) of the limiting distribution of the Cramér-von Mises statistic, from Smirnov's integral
 * (2/π)·Σⱼ(−1)^(j−1)∫ e^(−xw²/2)/√(−w·sin w) dw over [(2j−1)π, 2jπ]. With w = (2j − ½)π + (π/2)·sin θ the
 * integrand is smooth and periodic, so the midpoint rule (Gauss-Chebyshev) converges exponentially: relative
 * error about 1e-12, also far in the tail where 1 − CDF is noise. O(√x) nodes in each of at most 40 intervals.
 */
export function cramerVonMisesTail(x: number): number {
  return Math.exp(logCramerVonMisesTail(x));
}

/** ln P(ω² > x), which does not underflow. O(√x), as `cramerVonMisesTail`. */
export function logCramerVonMisesTail(x: number): number {
  if (Number.isNaN(x)) return NaN;
  if (x < 0.0015) return 0; // 1 − P is below 1e-16 there
  if (x === Infinity) return -Infinity;
  const floor = (x * Math.PI * Math.PI) / 2; // the exponent at the start of the first interval
  let sum = 0;
  for (let j = 1; j < 100; j++) {
    const start = (2 * j - 1) * Math.PI;
    if ((x * start * start) / 2 - floor > 45) break;
    sum += (j % 2 === 1 ? 1 : -1) * interval(x, j, floor);
  }
  return Math.min(0, Math.log((2 / Math.PI) * sum) - floor);
}

function interval(x: number, j: number, floor: number): number {
  const middle = (2 * j - 0.5) * Math.PI;
  const radius = Math.PI / 2;
  const nodes = 32 + Math.ceil(24 * Math.sqrt(x * j));
  const step = Math.PI / nodes;
  let sum = 0;
  for (let i = 0; i < nodes; i++) {
    const theta = (i + 0.5) * step - radius;
    const w = middle + radius * Math.sin(theta);
    // −sin w = cos(radius·sin θ) = sin(radius·(1 − |sin θ|)), and 1 − |sin θ| = 2·sin²((π/2 − |θ|)/2)
    const gap = 2 * Math.sin((radius - Math.abs(theta)) / 2) ** 2;
    sum += (Math.exp(floor - (x * w * w) / 2) * Math.cos(theta)) / Math.sqrt(w * Math.sin(radius * gap));
  }
  return sum * step * radius;
}
