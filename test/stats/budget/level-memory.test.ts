import { describe, expect, it } from 'vitest';
import { levelMemory, type LevelPair, widenedDispersion } from '#stats/budget/level-memory.ts';
import { multinomial } from '#stats/multinomial.ts';
import { mulberry32, normal } from '#stats/random.ts';
import { normalTail } from '#stats/special/normal.ts';

/** Slots of ten equal bins whose level wanders by AR(1), beside a reference that knows the mean. */
function slotsOf(memory: number, spread: number, slots: number, seed: number): LevelPair[] {
  const draw = mulberry32(seed);
  const reference = new Float64Array(10).fill(10_000);
  const edges = [-1.2816, -0.8416, -0.5244, -0.2533, 0, 0.2533, 0.5244, 0.8416, 1.2816];
  let level = normal(draw);
  return Array.from({ length: slots }, () => {
    level = memory * level + Math.sqrt(1 - memory ** 2) * normal(draw);
    const below = [0, ...edges.map((edge) => 1 - normalTail(edge - spread * level)), 1];
    const shares = Float64Array.from({ length: 10 }, (_, i) => (below[i + 1] ?? 1) - (below[i] ?? 0));
    const own = new Float64Array(10);
    multinomial(draw, 180, shares, own);
    return [reference, own];
  });
}

describe('the memory of a level', () => {
  it.each([
    [0.9, 0.85, 0.95],
    [0.5, 0.35, 0.65],
  ])('of %d from slot to slot is found', (memory, low, high) => {
    const { correlation, independent } = levelMemory(slotsOf(memory, 0.5, 1000, 3));

    expect(correlation).toBeGreaterThan(low);
    expect(correlation).toBeLessThan(high);
    expect(independent).toBeCloseTo((1000 * (1 - correlation)) / (1 + correlation), 9);
  });

  it('is none where slots differ by chance alone, or each by itself', () => {
    const found = Array.from({ length: 60 }, (_, seed) => [
      levelMemory(slotsOf(0, 0, 120, seed)).correlation,
      levelMemory(slotsOf(0, 0.5, 120, 100 + seed)).correlation,
    ]).flat();

    expect(found.filter((correlation) => correlation > 0).length).toBeLessThanOrEqual(2);
  });

  it('is none without rows', () => {
    expect(levelMemory([[Float64Array.of(1, 1), new Float64Array(2)]])).toEqual({
      correlation: 0,
      independent: 0,
    });
    expect(levelMemory([])).toEqual({ correlation: 0, independent: 0 });
  });
});

describe('a dispersion', () => {
  it('of independent rows stays, and the fewer independent slots showed it, the wider it gets', () => {
    expect(widenedDispersion(1, 3)).toBe(1);
    // scipy.stats: 19 * (t.isf(1.5e-4, (19/18)**2 * 119) / norm.isf(1.5e-4))**2
    expect(widenedDispersion(19, 120)).toBeCloseTo(20.046614825357057, 6);
    expect(widenedDispersion(19, 7)).toBeGreaterThan(3 * 19);
    expect(widenedDispersion(19, 0)).toBe(widenedDispersion(19, 2));
    expect(Number.isFinite(widenedDispersion(19, 0))).toBe(true);
  });
});
