import { mulberry32 } from '#stats/random.ts';

/** What a reference file holds; "NaN" and "Infinity" are numbers that JSON cannot write. */
export type Json = number | string | boolean | null | Json[] | { [key: string]: Json };

type Recipe = {
  gen: 'mulberry32';
  seed: number;
  n: number;
  dist: 'uniform' | 'normal12' | 'odds' | 'ratio' | 'int' | 'cat' | 'square';
  k?: number;
  weights?: number[];
  scale?: number;
  loc?: number;
  step?: number;
  zeroInflate?: number;
  missing?: number;
};

/** An array of numbers as written (null is missing, so NaN), or the recipe that makes one. */
export function numbers(written: Json | undefined): Float64Array {
  if (Array.isArray(written)) return Float64Array.from(written, numberOf);
  return generated(written as unknown as Recipe);
}

export function rowsOf(written: Json | undefined): Float64Array[] {
  return (written as Json[]).map((row) => numbers(row));
}

function numberOf(written: Json): number {
  return written === null ? NaN : typeof written === 'string' ? Number(written) : (written as number);
}

const range = 2 ** 32;

function generated(recipe: Recipe): Float64Array {
  const next = mulberry32(recipe.seed);
  return Float64Array.from({ length: recipe.n }, () => {
    let x = draw(recipe, next);
    if (recipe.scale !== undefined) x = recipe.scale * x;
    if (recipe.loc !== undefined) x = recipe.loc + x;
    if (recipe.step !== undefined) x = Math.floor(x / recipe.step) * recipe.step;
    if (recipe.zeroInflate !== undefined && next() < Math.floor(recipe.zeroInflate * range)) x = 0;
    if (recipe.missing !== undefined && next() < Math.floor(recipe.missing * range)) x = NaN;
    return x;
  });
}

function draw({ dist, k = 0, weights = [] }: Recipe, next: () => number): number {
  switch (dist) {
    case 'uniform':
      return next() / range;
    case 'normal12': {
      let sum = 0;
      for (let i = 0; i < 12; i++) sum += next();
      return (sum - 6 * range) / range;
    }
    case 'odds': {
      const drawn = next();
      return drawn / (range - drawn);
    }
    case 'ratio': {
      const above = next();
      return (2 * above - range) / (next() + 1);
    }
    case 'int':
      return Math.floor((next() * k) / range);
    case 'cat': {
      const total = weights.reduce((sum, weight) => sum + weight, 0);
      const value = Math.floor((next() * total) / range);
      let reached = 0;
      return weights.findIndex((weight) => (reached += weight) > value);
    }
    case 'square': {
      const u = next() / range;
      return u * u;
    }
  }
}
