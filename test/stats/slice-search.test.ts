import { describe, expect, it } from 'vitest';
import { mulberry32, normal, uniform } from '#stats/random.ts';
import { searchSlices, type Slice, type SliceRows, type SliceSearchOptions } from '#stats/slice-search.ts';

/** Rows written as `bin` and a code for each column. */
function rowsOf(...groups: [count: number, bin: number, ...codes: number[]][]): SliceRows {
  const rows = groups.flatMap(([count, ...row]) => Array.from({ length: count }, () => row));
  const columns = (groups[0]?.length ?? 2) - 2;
  return {
    bins: Int32Array.from(rows, ([bin]) => bin),
    codes: Array.from({ length: columns }, (_, column) =>
      Int32Array.from(rows, (row) => row[column + 1] as number),
    ),
  };
}

function search(reference: SliceRows, current: SliceRows, options: SliceSearchOptions) {
  const steps = searchSlices(reference, current, options);
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
  }
}

const find = (slices: Slice[], ...codes: [column: number, code: number][]) =>
  slices.find(
    ({ conditions }) =>
      JSON.stringify(conditions) === JSON.stringify(codes.map(([column, code]) => ({ column, code }))),
  );

describe('the search for the slice that explains a change', () => {
  it('gives the worked parts of two slices of which one moved', () => {
    const reference = rowsOf([50, 0, 0], [50, 1, 0], [50, 0, 1], [50, 1, 1]);
    const current = rowsOf([10, 0, 0], [90, 1, 0], [50, 0, 1], [50, 1, 1]);

    const { divergence, searched, slices } = search(reference, current, { bins: 2, categories: [2] });

    // p = (.5, .5), q = (.3, .7): w = (−.25, 1/6), Δ = .2·.25 + .2/6
    expect(divergence).toBeCloseTo(0.2 * 0.25 + 0.2 / 6, 12);
    expect(searched).toBe(2);
    expect(slices[0]).toMatchObject({
      conditions: [{ column: 0, code: 0 }],
      reference: 100,
      current: 100,
      size: 0.5,
      mix: 0,
      within: expect.closeTo(divergence, 12),
      explained: expect.closeTo(1, 12),
      outside: 0,
    });
    expect(slices[0]?.inside).toBeGreaterThan(0.3);
    expect(slices[0]?.adjustedP).toBeLessThan(1e-4);
    expect(slices[1]).toMatchObject({ explained: 0, inside: 0 });
    expect(slices[1]?.p).toBeGreaterThan(0.99);
  });

  it('adds up over the values of a column, whatever moved', () => {
    const { reference, current } = randomRows(3, 3000, 2000);

    const { slices } = search(reference, current, { bins: 5, categories: [3, 4], leastRows: 1 });

    for (const [column, size] of [3, 4].entries()) {
      const parts = Array.from(
        { length: size },
        (_, code) => find(slices, [column, code])?.explained ?? Number.NaN,
      );
      expect(parts.reduce((sum, part) => sum + part, 0)).toBeCloseTo(1, 9);
    }
  });

  it('says of a change that is only in the mix that it is the mix', () => {
    const reference = rowsOf([90, 0, 0], [10, 1, 0], [10, 0, 1], [90, 1, 1]);
    const current = rowsOf([36, 0, 0], [4, 1, 0], [16, 0, 1], [144, 1, 1]);

    const { slices } = search(reference, current, { bins: 2, categories: [2] });

    for (const slice of slices) {
      expect(slice.within).toBeCloseTo(0, 12);
      expect(slice.inside).toBeCloseTo(0, 6);
    }
    // w = (−.24/.76, .24/1.24): the parts are −.3·(.9·w₀ + .1·w₁) and .3·(.1·w₀ + .9·w₁)
    expect(slices.map(({ explained }) => explained)).toEqual([
      expect.closeTo(0.65, 12),
      expect.closeTo(0.35, 12),
    ]);
  });

  it('names the one device, not the slice that holds nearly all rows, nor its pairs', () => {
    const { reference, current } = speechLike(1, 4000, 0.6, -4);

    const { slices, searched } = search(reference, current, { bins: 10, categories: [4, 2, 5] });

    expect(searched).toBeGreaterThan(20);
    expect(slices[0]?.conditions).toEqual([{ column: 0, code: 0 }]);
    expect(slices[0]?.explained).toBeGreaterThan(0.85);
    expect(slices[0]?.adjustedP).toBeLessThan(1e-6);
    expect(slices[0]?.outside).toBeLessThan(0.1);
    const valid = find(slices, [1, 0]);
    expect(valid?.explained).toBeGreaterThan(0.9); // it holds 97 % of the rows
    expect(valid?.adjustedP).toBeGreaterThan(0.01);
  });

  it('finds a change that is only where two values meet', () => {
    const draw = mulberry32(11);
    const sample = (shift: number): SliceRows => {
      const rows = Array.from({ length: 4000 }, () => {
        const [a, b] = [Math.floor(uniform(draw) * 3), Math.floor(uniform(draw) * 3)];
        return [binOf(normal(draw) + (a === 1 && b === 2 ? shift : 0)), a, b];
      });
      return {
        bins: Int32Array.from(rows, ([bin]) => bin as number),
        codes: [1, 2].map((at) => Int32Array.from(rows, (row) => row[at] as number)),
      };
    };

    const { slices } = search(sample(0), sample(2), { bins: 10, categories: [3, 3] });

    expect(slices[0]?.conditions).toEqual([
      { column: 0, code: 1 },
      { column: 1, code: 2 },
    ]);
    expect(slices[0]?.explained).toBeGreaterThan(0.7);
    expect(slices[0]?.adjustedP).toBeLessThan(1e-6);
  });

  it('claims a slice without cause no more often than promised', () => {
    let claims = 0;
    for (let seed = 0; seed < 200; seed++) {
      const { reference, current } = speechLike(seed, 400, 0.6, 0);
      const { slices } = search(reference, current, { bins: 10, categories: [4, 2, 5] });
      if (slices.some(({ adjustedP }) => adjustedP < 0.05)) claims += 1;
    }
    expect(claims).toBeLessThanOrEqual(17); // 10 expected; 17 is the 98th percentile
  });

  it('has an answer for a slice that is new, for one without values, and for no change', () => {
    const reference = rowsOf([100, 0, 0], [100, 1, 0]);
    const current = rowsOf([100, 0, 0], [100, 1, 0], [90, 1, 1], [10, 0, -1]);

    const { slices, searched } = search(reference, current, { bins: 2, categories: [2] });
    const none = search(reference, reference, { bins: 2, categories: [2] });
    const empty = search(rowsOf(), rowsOf(), { bins: 2, categories: [] });

    expect(searched).toBe(2);
    expect(find(slices, [0, 1])).toMatchObject({ reference: 0, current: 90, inside: Number.NaN, within: 0 });
    expect(slices[0]?.conditions).toEqual([{ column: 0, code: 1 }]);
    expect(none).toMatchObject({ divergence: 0, p: 1 });
    expect(none.slices[0]?.explained).toBeNaN();
    expect(empty).toMatchObject({ searched: 0, slices: [], p: Number.NaN });
  });

  it('makes no pairs with a value that came or went', () => {
    const { reference, current } = speechLike(1, 2000, 0.6, -4);
    const constant = (rows: SliceRows, code: number): SliceRows => ({
      ...rows,
      codes: [...rows.codes, new Int32Array(rows.bins.length).fill(code)],
    });

    const { slices } = search(constant(reference, 0), constant(current, 1), {
      bins: 10,
      categories: [4, 2, 5, 2],
    });

    const ofVersion = slices.filter(({ conditions }) => conditions.some(({ column }) => column === 3));
    expect(ofVersion.map(({ conditions }) => conditions.length)).toEqual([1, 1]);
    expect(ofVersion.map(({ explained }) => explained)).toEqual([expect.closeTo(0.5), expect.closeTo(0.5)]);
    expect(slices[0]?.conditions).toEqual([{ column: 0, code: 0 }]);
  });

  it('leaves small slices out', () => {
    const reference = rowsOf([100, 0, 0], [20, 1, 1]);
    const current = rowsOf([100, 0, 0], [20, 0, 1]);

    expect(search(reference, current, { bins: 2, categories: [2] }).searched).toBe(1);
    expect(search(reference, current, { bins: 2, categories: [2], leastRows: 20 }).searched).toBe(2);
  });

  it('refuses rows that do not fit', () => {
    const rows = rowsOf([10, 2, 1]);

    expect(() => search(rows, rows, { bins: 2, categories: [2] })).toThrow(RangeError);
    expect(() => search(rows, rows, { bins: 3, categories: [1] })).toThrow(RangeError);
    expect(() => search(rows, rows, { bins: 3, categories: [] })).toThrow(RangeError);
    expect(() => search(rows, { ...rows, codes: [new Int32Array(3)] }, { bins: 3, categories: [2] })).toThrow(
      RangeError,
    );
  });
});

function binOf(value: number): number {
  return Math.max(0, Math.min(9, Math.floor((value + 2.5) * 2)));
}

/** Device (four, of different level), valid (97 %), language (five); the first device moves by `shift` decibels. */
function speechLike(seed: number, size: number, phoneShare: number, shift: number) {
  const draw = mulberry32(seed);
  const levels = [18, 22, 15, 11];
  const sample = (moved: number): SliceRows => {
    const rows = Array.from({ length: size }, () => {
      const device = uniform(draw) < phoneShare ? 0 : 1 + Math.floor(uniform(draw) * 3);
      const level = (levels[device] as number) + (device === 0 ? moved : 0) + 5 * normal(draw);
      const language = Math.floor(uniform(draw) ** 2 * 5);
      return [binOf((level - 17) / 5), device, uniform(draw) < 0.97 ? 0 : 1, language];
    });
    return {
      bins: Int32Array.from(rows, ([bin]) => bin as number),
      codes: [1, 2, 3].map((at) => Int32Array.from(rows, (row) => row[at] as number)),
    };
  };
  return { reference: sample(0), current: sample(shift) };
}

function randomRows(seed: number, n: number, m: number) {
  const draw = mulberry32(seed);
  const sample = (size: number, tilt: number): SliceRows => ({
    bins: Int32Array.from({ length: size }, () => Math.floor(uniform(draw) ** tilt * 5)),
    codes: [3, 4].map((values) =>
      Int32Array.from({ length: size }, () => Math.floor(uniform(draw) * values)),
    ),
  });
  return { reference: sample(n, 1), current: sample(m, 1.5) };
}
