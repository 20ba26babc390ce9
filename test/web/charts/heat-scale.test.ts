import { expect, it } from 'vitest';
import { heatLegend, heatLevel } from '#web/charts/heat-scale.ts';

it.each([
  [0, '.', 'ramp-0'],
  [0.06, '.', 'ramp-1'],
  [0.1, '-', 'ramp-2'],
  [0.2, '=', 'ramp-3'],
  [0.3, '#', 'ramp-4'],
  [9, '#', 'ramp-5'],
])('prints %d on a scale to 0.3 as %s in %s', (value, glyph, colour) => {
  expect(heatLevel(value, 0.3)).toEqual({ glyph, colour });
});

it('has no level for a value that is not there', () => {
  expect(heatLevel(Number.NaN, 0.3)).toBeUndefined();
});

it('explains its glyphs', () => {
  expect(heatLegend(0.3, (value) => value.toFixed(1)).map(({ glyph, text }) => `${glyph} ${text}`)).toEqual([
    '. below 0.1',
    '- below 0.2',
    '= below 0.3',
    '# 0.3 and above',
  ]);
});
