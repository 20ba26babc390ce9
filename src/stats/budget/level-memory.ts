import { totalOf } from '../counts.ts';
import { normalQuantile } from '../special/normal.ts';
import { studentTQuantile } from '../special/student-t-quantile.ts';

/** Bin counts of a slot, and of what it is compared with. */
export type LevelPair = readonly [others: Float64Array, own: Float64Array];

/** How slots differ from what they are compared with, beyond what chance makes of their rows. */
export type LevelMemory = {
  /** Correlation of one slot's difference with that of the next, 0 to below 1. */
  correlation: number;
  /** How many independent slots they are worth. */
  independent: number;
};

/** So that a time that only rises is worth one slot in a hundred, not none. */
const mostCorrelation = 0.98;

/**
 * How long a level that wanders remembers itself, from slots in order of time: with d the differences of the shares, scaled by the root of
 * the shares compared with, φ is Σ⟨dᵢ, dᵢ₊₁⟩ over Σ⟨dᵢ, dᵢ⟩ less what the rows of both sides make of it by chance, and n slots are worth
 * n·(1 − φ)/(1 + φ) independent ones (AR(1), Bartlett 1946). A sum of products below three of its standard errors (those of a
 * single level, so that more bins do not seem to know more) is taken for none. Slots without rows are left out. O(slots · bins).
 */
export function levelMemory(pairs: readonly LevelPair[]): LevelMemory {
  let [before, products, squares, chance, noise] = [undefined as Float64Array | undefined, 0, 0, 0, 0];
  let slots = 0;
  for (const [others, own] of pairs) {
    const [n, m] = [totalOf(others), totalOf(own)];
    if (n === 0 || m === 0) continue;
    slots += 1;
    const differences = others.map((count, i) => {
      const share = (count + 0.5) / (n + 0.5 * others.length);
      return ((own[i] as number) / m - share) / Math.sqrt(share);
    });
    const own2 = product(differences, differences);
    const expected = (others.length - 1) * (1 / n + 1 / m);
    squares += own2;
    chance += expected;
    if (before) {
      products += product(before, differences);
      noise += own2 * product(before, before);
    }
    before = differences;
  }
  const excess = squares - chance;
  const isSeen = products > 3 * Math.sqrt(noise);
  const correlation = isSeen && excess > 0 ? Math.min(mostCorrelation, Math.max(0, products / excess)) : 0;
  return { correlation, independent: (slots * (1 - correlation)) / (1 + correlation) };
}

/** p-value at which a dispersion is widened: about that of one test of twenty in a check that may be wrong once a week of hours. */
const tail = 3e-4;

/**
 * A dispersion widened for how few independent slots it was seen in: the part of it above 1 is the spread of a level, known to as many
 * degrees of freedom as there were independent slots, less one. The whole has by Satterthwaite (1946) ν of them, and evidence that a
 * normal law would give at p = 3·10⁻⁴ has to be as large as that of Student's t with ν. O(√ν).

 * With two independent slots or fewer nothing is evidence any more.
 */
export function widenedDispersion(dispersion: number, independent: number): number {
  const level = dispersion - 1;
  if (level <= 0) return dispersion;
  const degrees = (dispersion / level) ** 2 * Math.max(1, independent - 1);
  return dispersion * (studentTQuantile(tail / 2, degrees) / normalQuantile(tail / 2)) ** 2;
}

function product(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += (a[i] as number) * (b[i] as number);
  return sum;
}
