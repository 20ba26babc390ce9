import { describe, expect, it } from 'vitest';

const sources = import.meta.glob<string>('../../src/stats/**/*.ts', {
  eager: true,
  query: '?raw',
  import: 'default',
});

type Documented = { name: string; docblock: string; signature: string };

/** The exported functions with the docblock right above them, '' where there is none. */
const functions = Object.entries(sources).flatMap(([path, source]): Documented[] =>
  [...source.matchAll(/^export function\*? (\w+)(.*?)\{\n(?=\S|  \S)/gms)].map((found) => {
    const above = source.slice(0, found.index);
    const docblock = above.endsWith('*/\n') ? above.slice(above.lastIndexOf('/**')) : '';
    return { name: `${path.slice(16)} ${found[1]}`, docblock, signature: found[2] as string };
  }),
);

/** Values as they come, which may be missing; what is called `sorted` is finite by its name, counts are not observations. */
const takesValues = /\b(?!sorted\b)\w+: (?:readonly )?(?:ArrayLike<number>|Float64Array|number\[\])[,)\n]/;
const saysWhatTheyAre = /\bNaN\b|missing|finite|counts|complete/i;

describe('the docblock of an exported function of src/stats', () => {
  it('finds the functions', () => {
    expect(functions.length).toBeGreaterThan(300);
  });

  it('is there', () => {
    expect(functions.filter(({ docblock }) => docblock === '').map(({ name }) => name)).toEqual([]);
  });

  it('says what it costs', () => {
    expect(functions.filter(({ docblock }) => !docblock.includes('O(')).map(({ name }) => name)).toEqual([]);
  });

  it('says what missing values do, where it takes values', () => {
    const silent = functions.filter(
      ({ docblock, signature }) => takesValues.test(signature) && !saysWhatTheyAre.test(docblock),
    );

    expect(silent.map(({ name }) => name)).toEqual([]);
  });
});
