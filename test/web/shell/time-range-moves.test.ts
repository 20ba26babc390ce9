import { describe, expect, it } from 'vitest';
import { freezeRange, nameOfRange, shiftRange, thawRange, zoomRange } from '#web/shell/time-range-moves.ts';
import { fromFieldText, parseTypedRange, toFieldText } from '#web/shell/typed-range.ts';

const now = Date.parse('2026-11-23T14:07:20Z');

describe('a time range', () => {
  it('shifts earlier by half its length and stands still there', () => {
    expect(shiftRange({ from: '-6h', to: 'now' }, -1, now)).toEqual({
      from: '2026-11-23T05:08Z',
      to: '2026-11-23T11:08Z',
    });
  });

  it('becomes live when it is shifted past now', () => {
    const earlier = { from: '2026-11-23T05:00Z', to: '2026-11-23T11:30Z' };

    expect(shiftRange(earlier, 1, now)).toEqual({ from: '-390m', to: 'now' });
  });

  it.each([
    ['-6h', 2, '-12h'],
    ['-6h', 0.5, '-3h'],
    ['-3d', 2, '-6d'],
    ['-5m', 0.5, '-5m'],
    ['-1h', 0.5, '-30m'],
  ])('of %s zooms by %d to %s and stays live', (from, factor, expected) => {
    expect(zoomRange({ from, to: 'now' }, factor, now)).toEqual({ from: expected, to: 'now' });
  });

  it('that stands still zooms around its middle', () => {
    const range = { from: '2026-11-23T08:00Z', to: '2026-11-23T10:00Z' };

    expect(zoomRange(range, 0.5, now)).toEqual({ from: '2026-11-23T08:30Z', to: '2026-11-23T09:30Z' });
  });

  it('freezes to whole minutes and thaws to the same length', () => {
    const frozen = freezeRange({ from: '-6h', to: 'now' }, Date.parse('2026-11-23T14:00:00Z'));

    expect(frozen).toEqual({ from: '2026-11-23T08:00Z', to: '2026-11-23T14:00Z' });
    expect(thawRange(frozen, now)).toEqual({ from: '-6h', to: 'now' });
  });

  it('keeps its length through shifts, a pause and the way back', () => {
    const shifted = shiftRange({ from: '-12h', to: 'now' }, -1, now);
    const twice = shiftRange(shifted, -1, now);

    expect(thawRange(twice, now)).toEqual({ from: '-12h', to: 'now' });
  });

  it.each([
    [{ from: '-6h', to: 'now' }, 'Last 6 h'],
    [{ from: '-480d', to: 'now' }, 'Last 480 days'],
    [{ from: '-6h', to: '-1h' }, undefined],
    [{ from: '2026-11-23T08:00Z', to: 'now' }, undefined],
  ])('%o is called %s', (range, name) => {
    expect(nameOfRange(range)).toBe(name);
  });

  it.each([
    ['last 3 h', { from: '-3h', to: 'now' }],
    ['3h', { from: '-3h', to: 'now' }],
    ['Last 45 minutes', { from: '-45m', to: 'now' }],
    ['today', { from: '2026-11-23T00:00Z', to: 'now' }],
    ['yesterday', { from: '2026-11-22T00:00Z', to: '2026-11-23T00:00Z' }],
    ['12:30-13:10', { from: '2026-11-23T12:30Z', to: '2026-11-23T13:10Z' }],
    ['22:00 to 23:00', { from: '2026-11-22T22:00Z', to: '2026-11-22T23:00Z' }],
    ['13:10-12:30', undefined],
    ['25:00-26:00', undefined],
    ['last 0 h', undefined],
    ['speech', undefined],
  ])('typed as "%s" is %o', (text, range) => {
    expect(parseTypedRange(text, now, true)).toEqual(range);
  });

  it('survives the way through a field in either zone', () => {
    const instant = Date.parse('2026-11-23T08:05:00Z');

    expect(toFieldText(instant, true)).toBe('2026-11-23T08:05');
    expect(fromFieldText(toFieldText(instant, true), true)).toBe(instant);
    expect(fromFieldText(toFieldText(instant, false), false)).toBe(instant);
    expect(fromFieldText('', true)).toBeNaN();
  });
});
