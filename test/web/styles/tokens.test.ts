import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { ciede2000, contrast, worstDistance } from './colour.ts';

const css = readFileSync('src/web/styles/tokens.css', 'utf8');
const themes = {
  light: readTokens(':root {'),
  dark: readTokens("[data-theme='dark'] {"),
};

function readTokens(opening: string): Record<string, string> {
  const start = css.indexOf(opening);
  if (start < 0) throw new Error(`no block ${opening}`);
  const block = css.slice(start, css.indexOf('}', start));
  const entries = [...block.matchAll(/--([\w-]+):\s*([^;]+);/g)].map(([, name, value]) => [
    name,
    value?.trim(),
  ]);
  return Object.fromEntries(entries) as Record<string, string>;
}

function token(theme: keyof typeof themes, name: string): string {
  const value = themes[theme][name];
  if (!value) throw new Error(`no token ${name} in ${theme}`);
  return value;
}

function run(theme: keyof typeof themes, prefix: string, from: number, to: number): string[] {
  return Array.from({ length: to - from + 1 }, (_, index) => token(theme, `${prefix}-${from + index}`));
}

function closest(colours: readonly string[]): number {
  return Math.min(
    ...colours.flatMap((first, index) =>
      colours.slice(index + 1).map((second) => worstDistance(first, second)),
    ),
  );
}

function closestNeighbours(colours: readonly string[]): number {
  return Math.min(...colours.slice(1).map((colour, index) => worstDistance(colours[index] ?? '', colour)));
}

it('says the dark values twice, and the same both times', () => {
  expect(readTokens(":root:not([data-theme='light']) {")).toEqual(themes.dark);
});

describe.each(['light', 'dark'] as const)('the %s theme', (theme) => {
  it.each([
    ...['text', 'text-2', 'text-3', 'accent'].flatMap((name) =>
      ['canvas', 'surface', 'raised'].map((ground) => [name, ground]),
    ),
    ['text', 'hover'],
    ['text-2', 'hover'],
    ['text', 'critical-tint'],
    ['text', 'warning-tint'],
    ['on-accent', 'accent'],
    ['on-critical', 'critical'],
    ['on-warning', 'warning'],
  ] as [string, string][])('lets %s be read on %s', (name, ground) => {
    expect(contrast(token(theme, name), token(theme, ground))).toBeGreaterThanOrEqual(4.5);
  });

  it.each([
    'control-border',
    'critical',
    'warning',
    'warning-outline',
    'reference',
    'series-1',
    'series-2',
    'series-3',
    'series-4',
    'series-5',
    'accent',
  ])('lets a mark in %s be seen on the surface', (name) => {
    expect(contrast(token(theme, name), token(theme, 'surface'))).toBeGreaterThanOrEqual(3);
  });

  it('keeps critical and warning apart for every kind of colour vision', () => {
    expect(worstDistance(token(theme, 'critical'), token(theme, 'warning'))).toBeGreaterThanOrEqual(20);
  });

  it('keeps the five series apart', () => {
    expect(closest(run(theme, 'series', 1, 5))).toBeGreaterThanOrEqual(16);
  });

  it('keeps neighbours of the ramps apart', () => {
    expect(closestNeighbours(run(theme, 'ramp', 0, 5))).toBeGreaterThanOrEqual(10);
    expect(closestNeighbours(run(theme, 'diverge', 0, 6))).toBeGreaterThanOrEqual(10);
  });
});

it('measures distances as the published test data do', () => {
  // Sharma, Wu & Dalal (2005), table 1, pairs 1, 7, 17 and 25.
  expect(ciede2000([50, 2.6772, -79.7751], [50, 0, -82.7485])).toBeCloseTo(2.0425, 4);
  expect(ciede2000([50, 0, 0], [50, -1, 2])).toBeCloseTo(2.3669, 4);
  expect(ciede2000([50, 2.5, 0], [73, 25, -18])).toBeCloseTo(27.1492, 4);
  expect(ciede2000([60.2574, -34.0099, 36.2677], [60.4626, -34.1751, 39.4387])).toBeCloseTo(1.2644, 4);
});
