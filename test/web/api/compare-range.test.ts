import { describe, expect, it } from 'vitest';
import { compareRange } from '#web/api/compare-range.ts';
import { parseCompare } from '#web/url/compare.ts';

const HOUR_MS = 3_600_000;
const now = Date.parse('2026-11-23T14:00:30Z');
const sixHours = { from: '-6h', to: 'now' };

describe('the window that a range is held against', () => {
  it.each([
    ['none', sixHours, undefined],
    ['ref:r-1', sixHours, undefined],
    ['prev', sixHours, { range: { from: '-12h', to: '-6h' }, shiftMs: 6 * HOUR_MS }],
    ['prev', { from: '-15m', to: 'now' }, { range: { from: '-30m', to: '-15m' }, shiftMs: HOUR_MS / 4 }],
    ['-1d', sixHours, { range: { from: '-30h', to: '-1d' }, shiftMs: 24 * HOUR_MS }],
    ['-7d', { from: '-2d', to: '-1d' }, { range: { from: '-9d', to: '-8d' }, shiftMs: 168 * HOUR_MS }],
    [
      'prev',
      { from: '2026-11-23T08:00Z', to: '2026-11-23T10:00Z' },
      {
        range: { from: '2026-11-23T06:00:00.000Z', to: '2026-11-23T08:00:00.000Z' },
        shiftMs: 2 * HOUR_MS,
      },
    ],
    [
      'prev',
      { from: '2026-11-23T12:00Z', to: 'now' },
      { range: { from: '2026-11-23T10:00:00.000Z', to: '2026-11-23T12:00Z' }, shiftMs: 2 * HOUR_MS },
    ],
    [
      '2026-11-20T08:00Z~2026-11-20T09:00Z',
      { from: '2026-11-23T08:00Z', to: '2026-11-23T10:00Z' },
      { range: { from: '2026-11-20T08:00Z', to: '2026-11-20T09:00Z' }, shiftMs: 72 * HOUR_MS },
    ],
  ])('for %s of %j', (text, range, window) => {
    const compare = parseCompare(text);
    expect(compare && compareRange(compare, range, now)).toEqual(window);
  });
});
