import { readFileSync } from 'node:fs';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { type Draw, mulberry32, normal, uniform } from '#stats/random.ts';
import { javaScriptRowKernel } from '#stats/row-kernel/java-script-row-kernel.ts';
import { rowKernelHex } from '#stats/row-kernel/row-kernel-bytes.ts';
import type { RowKernel } from '#stats/row-kernel/row-kernel.ts';
import { openWebAssemblyRowKernel } from '#stats/row-kernel/web-assembly-row-kernel.ts';
import { sortFinite } from '#stats/sort.ts';
import { assembleWat } from '../../../tools/assemble-wat.ts';

const webAssemblyRowKernel = openWebAssemblyRowKernel();
if (!webAssemblyRowKernel) throw new Error('this Node has no WebAssembly');
const kernels: [string, RowKernel][] = [
  ['WebAssembly', webAssemblyRowKernel],
  ['JavaScript', javaScriptRowKernel],
];

const double = new DataView(new ArrayBuffer(8));
const special = [0, -0, 5e-324, -5e-324, 2.2e-308, Number.MAX_VALUE, -Number.MAX_VALUE, 1, -1, Math.PI];

/** Kinds of values that sorting by bits could get wrong, or be slow at. */
const kinds: Record<string, (draw: Draw) => number> = {
  'any bit pattern': (draw) => {
    double.setUint32(0, draw());
    double.setUint32(4, draw());
    return double.getFloat64(0);
  },
  'bell-shaped': normal,
  'heavy-tailed': (draw) => Math.exp(40 * normal(draw)),
  'in one octave': (draw) => 1000 + uniform(draw),
  'below the smallest normal number': (draw) => (uniform(draw) - 0.5) * 1e-310,
  'equal but for the last bits, and one far off': (draw) =>
    uniform(draw) < 1e-3 ? -1e300 : 1 + Math.floor(uniform(draw) * 1e6) * 2 ** -52,
  'spread evenly, and a cluster': (draw) =>
    uniform(draw) < 0.05 ? 0.5 + 1e-13 * uniform(draw) : uniform(draw) - 0.25,
  'in steps': (draw) => Math.floor(10 * uniform(draw)) - 5,
  'of float32': (draw) => Math.fround(normal(draw)),
  special: (draw) => special[draw() % special.length] as number,
  'not numbers, mostly': (draw) => [NaN, Infinity, -Infinity, NaN, normal(draw)][draw() % 5] as number,
  constant: () => 42,
  'zero of either sign': (draw) => (draw() % 2 ? 0 : -0),
};

function drawn(kind: string, size: number, seed: number): Float64Array {
  const draw = mulberry32(seed);
  const valueOf = kinds[kind] as (draw: Draw) => number;
  return Float64Array.from({ length: size }, () => valueOf(draw));
}

function finiteSorted(values: Float64Array): Float64Array {
  return values
    .filter(Number.isFinite)
    .map((value) => value + 0)
    .sort();
}

/** The message of `toEqual` would take a minute for a large array. */
function isSame(a: Float64Array, b: Float64Array): boolean {
  return a.length === b.length && a.every((value, i) => Object.is(value, b[i]));
}

const cases = Object.keys(kinds).flatMap((kind) =>
  [0, 1, 2, 33, 1500, 20_000].map((n) => [kind, n] as const),
);

describe.each(kernels)('the kernel in %s', (_, kernel) => {
  it.each(cases)('sorts values %s (%i) as the built-in sort does', (kind, n) => {
    const values = drawn(kind, n, n + 1);
    const before = values.slice();

    const { sorted, missing } = kernel.sort(values);

    expect(sorted).toEqual(finiteSorted(values));
    expect(missing).toBe(values.filter(Number.isNaN).length);
    expect(values).toEqual(before);
  });

  it.each(Object.keys(kinds))('sorts more values %s than the cache holds', (kind) => {
    const values = drawn(kind, 300_000, 5);

    const { sorted, missing } = kernel.sort(values);

    expect(isSame(sorted, finiteSorted(values))).toBe(true);
    expect(missing).toBe(values.filter(Number.isNaN).length);
  });

  it.each(['ascending', 'descending', 'in two periods, the second far off', 'nothing but missing'])(
    'sorts many values that come %s',
    (order) => {
      const ascending = finiteSorted(drawn('bell-shaped', 300_000, 3));
      const orders: Record<string, () => Float64Array> = {
        ascending: () => ascending,
        descending: () => ascending.toReversed(),
        'in two periods, the second far off': () =>
          ascending.map((value, i) => (i % 36 === 35 ? value * 1e12 : value)),
        'nothing but missing': () => ascending.map(() => Number.NaN),
      };
      const values = (orders[order] as () => Float64Array)();
      const expected = finiteSorted(values);

      expect(isSame(kernel.sort(values, values).sorted, expected)).toBe(true);
    },
  );

  it.each(['ascending', 'descending'])('sorts %s values', (order) => {
    const ascending = finiteSorted(drawn('bell-shaped', 5000, 3));
    const values = order === 'ascending' ? ascending : ascending.toReversed();

    expect(kernel.sort(values).sorted).toEqual(ascending);
  });

  it('sorts what is not a typed array', () => {
    expect(kernel.sort([3, NaN, -0, 1])).toEqual({ sorted: Float64Array.of(0, 1, 3), missing: 1 });
  });

  it.each([20, 5000])('sorts %i values where they are', (n) => {
    const values = drawn('not numbers, mostly', n, n);
    const expected = finiteSorted(values);

    const { sorted } = kernel.sort(values, values);

    expect(sorted).toEqual(expected);
    expect(sorted.buffer).toBe(values.buffer);
  });

  it('sorts small inputs after large ones', () => {
    kernel.sort(drawn('bell-shaped', 100_000, 1));

    expect(kernel.sort(Float64Array.of(2, 1)).sorted).toEqual(Float64Array.of(1, 2));
  });

  it.each(Object.keys(kinds))('walks two samples %s as their distribution functions say', (kind) => {
    const quarter = (value: number) => value / 4; // so that no difference overflows
    const x = Float64Array.of(-7, ...finiteSorted(drawn(kind, 60, 1)).map(quarter)).sort();
    const y = Float64Array.of(-7, ...finiteSorted(drawn(kind, 45, 2)).map(quarter)).sort();

    const { steps, location, area } = kernel.gaps(x, y);

    const below = (sample: Float64Array, value: number) => sample.filter((each) => each <= value).length;
    const gapAt = (value: number) => Math.abs(below(x, value) * y.length - below(y, value) * x.length);
    const places = Float64Array.from([...x, ...y]).sort();
    expect(steps).toBe(Math.max(...places.map(gapAt)));
    expect(gapAt(location)).toBe(steps);
    let expected = 0;
    for (let i = 1; i < places.length; i++) {
      const width = (places[i] as number) - (places[i - 1] as number);
      expected += (gapAt(places[i - 1] as number) / (x.length * y.length)) * width;
    }
    expect(Math.abs(area - expected)).toBeLessThanOrEqual(1e-13 * expected);
  });
});

describe('both kernels', () => {
  it.each(Object.keys(kinds))('find the same bits in samples %s', (kind) => {
    const x = Float64Array.of(1, ...finiteSorted(drawn(kind, 3000, 1))).sort();
    const y = Float64Array.of(1, ...finiteSorted(drawn(kind, 1700, 2))).sort();

    expect(webAssemblyRowKernel.gaps(x, y)).toEqual(javaScriptRowKernel.gaps(x, y));
  });

  it.each([
    [30_000, 17_000],
    [4096, 8192],
    [40_000, 3],
    [1, 25_000],
  ])('find the same bits in %i rows beside %i', (n, m) => {
    const x = finiteSorted(drawn('in steps', n, 1))
      .map((value, i) => value + (i % 7 === 0 ? 0.25 : 0))
      .sort();
    const y = finiteSorted(drawn('bell-shaped', m, 2));

    expect(webAssemblyRowKernel.gaps(x, y)).toEqual(javaScriptRowKernel.gaps(x, y));
  });
});

describe('the module', () => {
  afterEach(() => vi.unstubAllGlobals());

  it('is what its source assembles to, and a few kilobytes at most', () => {
    const source = readFileSync(
      new URL('../../../src/stats/row-kernel/row-kernel.wat', import.meta.url),
      'utf8',
    );

    const bytes = assembleWat(source);

    expect(Buffer.from(bytes).toString('hex')).toBe(rowKernelHex);
    expect(bytes.length).toBeLessThan(4096);
  });

  it('is not there without WebAssembly, or where a policy forbids to compile', () => {
    vi.stubGlobal('WebAssembly', undefined);
    expect(openWebAssemblyRowKernel()).toBeUndefined();

    vi.stubGlobal('WebAssembly', {
      Module: vi.fn(function forbid() {
        throw new EvalError("'wasm-unsafe-eval' is not an allowed source of script");
      }),
    });
    expect(openWebAssemblyRowKernel()).toBeUndefined();
  });
});

it('rows are sorted by either kernel alike, few or many', () => {
  for (const n of [10, 1499, 1500, 4000]) {
    const values = drawn('any bit pattern', n, n);

    expect(sortFinite(values)).toEqual(finiteSorted(values));
  }
});
