import { describe, expect, it } from 'vitest';
import { isLive, parseBound, resolveRange, stepFor, widerStep } from '#web/api/time-range.ts';

const now = Date.parse('2026-11-23T14:00:30Z');

describe('a bound', () => {
  it.each([
    ['now', '2026-11-23T14:00:30.000Z'],
    ['-30m', '2026-11-23T13:30:30.000Z'],
    ['-6h', '2026-11-23T08:00:30.000Z'],
    ['-7d', '2026-11-16T14:00:30.000Z'],
    ['-2w', '2026-11-09T14:00:30.000Z'],
    ['2026-11-23T08:00Z', '2026-11-23T08:00:00.000Z'],
  ])('%s is %s', (bound, instant) => {
    expect(new Date(parseBound(bound, now) ?? Number.NaN).toISOString()).toBe(instant);
  });

  it.each(['', 'yesterday', '-6', '6h', '-6y', '12', '2026', '2026-13-01T00:00Z'])(
    '"%s" is none',
    (bound) => {
      expect(parseBound(bound, now)).toBeUndefined();
    },
  );
});

describe('a range', () => {
  it('takes whole steps, the running one too', () => {
    expect(resolveRange({ from: '-1h', to: 'now' }, now, 300)).toEqual({
      fromMs: Date.parse('2026-11-23T13:00:00Z'),
      toMs: Date.parse('2026-11-23T14:05:00Z'),
      from: '2026-11-23T13:00:00.000Z',
      to: '2026-11-23T14:05:00.000Z',
    });
  });

  it('is the same instants until the clock reaches the next step', () => {
    const range = { from: '-1h', to: 'now' };

    expect(resolveRange(range, now + 29_000, 60)).toEqual(resolveRange(range, now, 60));
    expect(resolveRange(range, now + 60_000, 60)).not.toEqual(resolveRange(range, now, 60));
  });

  it.each([
    ['now', 'now'],
    ['now', '-6h'],
    ['nonsense', 'now'],
  ])('from %s to %s is refused', (from, to) => {
    expect(() => resolveRange({ from, to }, now, 60)).toThrow(RangeError);
  });

  it('is live when its end moves', () => {
    expect(isLive({ from: '-6h', to: 'now' })).toBe(true);
    expect(isLive({ from: '-6h', to: '-1h' })).toBe(true);
    expect(isLive({ from: '-6h', to: '2026-11-23T08:00Z' })).toBe(false);
  });
});

describe('the step', () => {
  it.each([
    ['-15m', 60],
    ['-6h', 60],
    ['-24h', 300],
    ['-7d', 1800],
    ['-30d', 7200],
    ['-480d', 86_400],
  ])('of a range of %s cuts it into about 300 slots: %s s', (from, step) => {
    expect(stepFor({ from, to: 'now' }, now)).toBe(step);
  });

  it('follows the number of slots that is asked for', () => {
    expect(stepFor({ from: '-6h', to: 'now' }, now, 60)).toBe(300);
    expect(stepFor({ from: '-7d', to: 'now' }, now, 60)).toBe(7200);
  });

  it('has a next wider one, up to the widest', () => {
    expect(widerStep(60)).toBe(120);
    expect(widerStep(28 * 86_400)).toBeUndefined();
  });
});
