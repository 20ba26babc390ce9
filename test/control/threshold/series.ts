import type { RuleHistory } from '#control/threshold/rule-history.ts';
import { mulberry32, normal } from '#stats/random.ts';

export const MINUTE_MS = 60_000;

/** Values without drift: normal, or with heavy tails (t with 4 degrees of freedom), neighbours correlating by `phi`; of variance 1. */
export function quietSeries(
  length: number,
  { seed, phi = 0, tail = 'normal' }: { seed: number; phi?: number; tail?: 'normal' | 'heavy' },
): Float64Array {
  const draw = mulberry32(seed);
  let value = normal(draw);
  return Float64Array.from({ length }, () => {
    value = phi * value + Math.sqrt(1 - phi * phi) * noise(draw, tail);
    return value;
  });
}

function noise(draw: () => number, tail: 'normal' | 'heavy'): number {
  if (tail === 'normal') return normal(draw);
  const chiSquare = normal(draw) ** 2 + normal(draw) ** 2 + normal(draw) ** 2 + normal(draw) ** 2;
  return normal(draw) / Math.sqrt(chiSquare / 4) / Math.SQRT2;
}

export function historyOf(values: Float64Array, slotMs = MINUTE_MS, size = 1_000): RuleHistory {
  return { firstSlot: 0, slotMs, values, sizes: values.map(() => size) };
}
