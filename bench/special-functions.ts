import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';

import { chiSquareTail } from '#stats/special/chi-square-tail.ts';
import { fTail } from '#stats/special/f-tail.ts';
import { logGamma } from '#stats/special/log-gamma.ts';
import { normalQuantile, normalTail } from '#stats/special/normal.ts';
import { studentTTail } from '#stats/special/student-t-tail.ts';

/**
 * Largest relative error of the special functions against mpmath, ours and those of libraries: the table of
 * docs/statistics.md. Run with `npm run bench:special [-- --python python3 --libraries DIR --count 40]`; the Python needs
 * numpy, scipy and mpmath, and DIR is a folder in which the libraries were installed; those that are not there are left out.
 */
const { values: options } = parseArgs({
  options: {
    python: { type: 'string', default: 'python3' },
    libraries: { type: 'string' },
    count: { type: 'string', default: '40' },
    seed: { type: 'string', default: '1' },
  },
});

type Functions = Partial<Record<string, (...args: number[]) => number>>;
type Example = { statistic: string; inputs: { args: number[] }; expected: { value: number } };

const names = ['normal_sf', 'normal_ppf', 'chi2_sf', 't_sf', 'f_sf', 'lgamma'] as const;
const ours: Functions = {
  normal_sf: normalTail,
  normal_ppf: normalQuantile,
  chi2_sf: chiSquareTail,
  t_sf: studentTTail,
  f_sf: fTail,
  lgamma: logGamma,
};
const examples = makeExamples().filter(({ statistic }) => names.some((name) => name === statistic));
console.log(`${examples.length} arguments; the largest relative error, and where\n`);
report('ours', ours);
if (options.libraries) reportLibraries(createRequire(join(resolve(options.libraries), 'index.js')));

function makeExamples(): Example[] {
  const folder = mkdtempSync(join(tmpdir(), 'special-functions-'));
  try {
    const script = new URL('../test/reference/make/make.py', import.meta.url).pathname;
    const numbers = ['--seed', options.seed, '--count', options.count];
    const made = spawnSync(options.python, ['-B', script, folder, '--only', 'special', ...numbers], {
      stdio: ['ignore', 'ignore', 'inherit'],
    });
    if (made.status !== 0) throw new Error(`${options.python} made no values`);
    const { cases } = JSON.parse(readFileSync(join(folder, 'made-special.json'), 'utf8')) as {
      cases: Example[];
    };
    return cases;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function report(library: string, functions: Functions): void {
  console.log(library);
  for (const name of names) {
    const answer = functions[name];
    if (!answer) continue;
    const errors = examples
      .filter(({ statistic }) => statistic === name)
      .map(({ inputs: { args }, expected: { value } }) => {
        const error = Math.abs(answer(...args) - value) / Math.abs(value);
        return { args, error: Number.isNaN(error) ? Infinity : error };
      });
    const worst = errors.reduce((most, other) => (other.error > most.error ? other : most));
    console.log(
      `  ${name.padEnd(10)} ${worst.error.toExponential(1).padStart(8)} at (${worst.args.join(', ')})`,
    );
  }
}

function reportLibraries(require: NodeJS.Require): void {
  const load = (name: string): unknown => {
    try {
      return require(name);
    } catch {
      console.log(`${name} is not there`);
      return undefined;
    }
  };
  type Law = { cdf: (...args: number[]) => number; inv: (...args: number[]) => number };
  type JStat = Record<'normal' | 'chisquare' | 'studentt' | 'centralF', Law> & {
    gammaln: (x: number) => number;
  };
  const jstat = load('jstat') as JStat | undefined;
  if (jstat) {
    report('jstat', {
      normal_sf: (z) => 1 - jstat.normal.cdf(z, 0, 1),
      normal_ppf: (p) => jstat.normal.inv(p, 0, 1),
      chi2_sf: (x, degrees = 1) => 1 - jstat.chisquare.cdf(x, degrees),
      t_sf: (t, degrees = 1) => 1 - jstat.studentt.cdf(t, degrees),
      f_sf: (f, degrees1 = 1, degrees2 = 1) => 1 - jstat.centralF.cdf(f, degrees1, degrees2),
      lgamma: (x) => jstat.gammaln(x),
    });
  }
  type Simple = Record<'cumulativeStdNormalProbability' | 'probit' | 'gammaln', (x: number) => number>;
  const simple = load('simple-statistics') as Simple | undefined;
  if (simple) {
    report('simple-statistics', {
      normal_sf: (z) => 1 - simple.cumulativeStdNormalProbability(z),
      normal_ppf: (p) => simple.probit(p),
      lgamma: (x) => simple.gammaln(x),
    });
  }
  type R = {
    pnorm: (z: number, mean: number, sd: number, lower: boolean) => number;
    qnorm: (p: number, mean: number, sd: number) => number;
    pchisq: (x: number, df: number, ncp: undefined, lower: boolean) => number;
    pt: (t: number, df: number, ncp: undefined, lower: boolean) => number;
    pf: (f: number, df1: number, df2: number, ncp: undefined, lower: boolean) => number;
    lgamma: (x: number) => number;
  };
  const r = load('lib-r-math.js') as R | undefined;
  if (r) {
    report('lib-r-math.js', {
      normal_sf: (z) => r.pnorm(z, 0, 1, false),
      normal_ppf: (p) => r.qnorm(p, 0, 1),
      chi2_sf: (x, degrees = 1) => r.pchisq(x, degrees, undefined, false),
      t_sf: (t, degrees = 1) => r.pt(t, degrees, undefined, false),
      f_sf: (f, degrees1 = 1, degrees2 = 1) => r.pf(f, degrees1, degrees2, undefined, false),
      lgamma: (x) => r.lgamma(x),
    });
  }
  type OfNumbers = (...args: (number | boolean)[]) => number;
  const [erfc, gammainc, betainc, gammaln, quantile] = [
    'math-base-special-erfc',
    'math-base-special-gammainc',
    'math-base-special-betainc',
    'math-base-special-gammaln',
    'stats-base-dists-normal-quantile',
  ].map((name) => load(`@stdlib/${name}`) as OfNumbers | undefined);
  report('@stdlib', {
    ...(erfc && { normal_sf: (z) => erfc(z / Math.SQRT2) / 2 }),
    ...(quantile && { normal_ppf: (p) => quantile(p, 0, 1) }),
    ...(gammainc && { chi2_sf: (x, degrees = 1) => gammainc(x / 2, degrees / 2, true, true) }),
    ...(betainc && {
      t_sf: (t, degrees = 1) => {
        const half = betainc(degrees / (degrees + t * t), degrees / 2, 0.5, true, false) / 2;
        return t < 0 ? 1 - half : half;
      },
      f_sf: (f, degrees1 = 1, degrees2 = 1) =>
        betainc(degrees2 / (degrees2 + degrees1 * f), degrees2 / 2, degrees1 / 2, true, false),
    }),
    ...(gammaln && { lgamma: (x) => gammaln(x) }),
  });
}
