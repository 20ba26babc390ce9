import { describe, expect, it } from 'vitest';
import { slotStep } from '#web/health/slot-step.ts';

const now = Date.parse('2026-11-23T12:00:00Z');
const day = 86_400;

describe('the width of a slot', () => {
  it.each([
    ['much traffic', '-6h', 1_000_000, 600],
    ['a row a second', '-6h', day, 600],
    ['a row in ten seconds', '-6h', day / 10, 1800],
    ['a row a minute', '-6h', day / 60, 3600],
    ['a row an hour', '-6h', 24, 3600],
    ['a row an hour', '-30d', 24, day],
    ['a row a minute', '-30d', day / 60, day],
  ])('with %s over %s holds enough rows, but never leaves fewer than six slots', (_, from, rows, step) => {
    const stage = { rows, firstSeen: '2026-11-22T12:00:00Z', lastSeen: '2026-11-23T12:00:00Z' };

    expect(slotStep({ from, to: 'now' }, stage, now)).toBe(step);
  });

  it('of a stage that was never seen is that of the range alone', () => {
    expect(slotStep({ from: '-6h', to: 'now' }, { rows: 0 }, now)).toBe(600);
  });
});
