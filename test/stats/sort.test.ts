import { expect, it } from 'vitest';
import { sortFinite } from '#stats/sort.ts';
import { mulberry32 } from '#stats/random.ts';

it.each([0, 1, 2, 100, 1499, 1500, 20_000])('%d values are sorted as the built-in sort does', (n) => {
  const next = mulberry32(n);
  const values = Float64Array.from({ length: n }, () => (next() / 2 ** 31 - 1) * 2 ** ((next() % 200) - 100));
  const before = values.slice();

  expect(sortFinite(values)).toEqual(values.toSorted());
  expect(values).toEqual(before);
});

it('values of one sign, one exponent or one value are sorted', () => {
  const next = mulberry32(5);
  for (const make of [
    () => 1 + next() / 2 ** 32,
    () => -1 - (next() % 7),
    () => 42,
    () => (next() % 2 ? 0 : -0),
  ]) {
    const values = Float64Array.from({ length: 3000 }, make);
    expect(sortFinite(values)).toEqual(values.map((value) => value + 0).sort());
  }
});

it('what is not finite is left out', () => {
  const values = Array.from(
    { length: 4000 },
    (_, i) => [NaN, Infinity, -Infinity, 4000 - i][i % 4] as number,
  );

  expect(sortFinite(values)).toEqual(Float64Array.from({ length: 1000 }, (_, i) => 1 + 4 * i));
});
