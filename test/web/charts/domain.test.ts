import { describe, expect, it } from 'vitest';
import { heldDomain, phaseOf, valueAxis } from '#web/charts/domain.ts';

describe('a value axis', () => {
  it.each([
    [3, 312, 'count', true, [0, 100, 200, 300, 400]],
    [13.2, 19.1, 'decibel', false, [12, 14, 16, 18, 20]],
    [0.001, 0.0123, 'share', true, [0, 0.005, 0.01, 0.015]],
    [0.2, 0.999, 'share', true, [0, 0.25, 0.5, 0.75, 1]],
    [0, 3 * 2 ** 30, 'bytes', true, [0, 2 ** 30, 2 * 2 ** 30, 3 * 2 ** 30]],
    [0, 600_000, 'ms', true, [0, 150_000, 300_000, 450_000, 600_000]],
    [5, 5, 'count', true, [0, 2, 4, 6]],
    [1, 1 + Number.EPSILON, 'none', false, [0.9, 0.95, 1, 1.05, 1.1]],
    [0, 0, 'count', true, [0, 0.25, 0.5, 0.75, 1]],
    [Number.NaN, Number.NaN, 'none', true, [0, 0.25, 0.5, 0.75, 1]],
  ] as const)('around [%d, %d] in %s has round ticks', (low, high, unit, fromZero, ticks) => {
    expect(valueAxis(low, high, unit, fromZero).ticks).toEqual(ticks);
  });
});

describe('a held time axis', () => {
  it('covers the range and stands still while the range creeps on', () => {
    const first = heldDomain(1_000_000, 2_000_000, 0.3);
    const later = heldDomain(1_001_000, 2_001_000, 0.3);

    expect(first[0]).toBeLessThanOrEqual(1_000_000);
    expect(first[1]).toBeGreaterThanOrEqual(2_000_000);
    expect(later).toEqual(first);
  });

  it('lets charts of different phases cross their borders at different times', () => {
    const crossings = [0, 0.25, 0.5].map((phase) => {
      const [start] = heldDomain(0, 40_000, phase);
      return Array.from({ length: 1000 }, (_, ms) => ms).findIndex(
        (ms) => heldDomain(ms, 40_000 + ms, phase)[0] !== start,
      );
    });

    expect(new Set(crossings).size).toBe(3);
  });

  it('takes its phase from the name of the chart', () => {
    expect(phaseOf(':r1:')).toBe(phaseOf(':r1:'));
    const phases = Array.from({ length: 12 }, (_, index) => phaseOf(`_r_${index.toString(32)}_`)).sort(
      (a, b) => a - b,
    );
    const closest = Math.min(...phases.slice(1).map((phase, index) => phase - (phases[index] ?? 0)));
    expect(closest).toBeGreaterThan(0.01);
  });
});
