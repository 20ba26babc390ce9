import { describe, expect, it } from 'vitest';
import { categoricalBins, countCategories } from '#stats/bins.ts';
import { rowDispersion } from '#stats/budget/row-dispersion.ts';
import { windowThreshold } from '#stats/budget/window-threshold.ts';
import { type BinnedSample, type DriftMethod, effectOfBins, scoreBins } from '#stats/drift-score.ts';
import { verdictOf } from '#stats/drift-verdict.ts';
import { multinomial } from '#stats/multinomial.ts';
import { mulberry32, uniform } from '#stats/random.ts';
import { countRows } from '#stats/row-bins.ts';
import { sampleOf } from '#stats/sample.ts';
import { binomialUpperTail } from '#stats/special/binomial.ts';
import { type NullKind, numbers, tenBins, windowsOf, zipf } from './null-data.ts';

const level = 0.01;

/** Probability of as many alarms, or more, at the promised rate: small when the promise is broken. */
const broken = (alarms: number, checks: number, promised: number) =>
  binomialUpperTail(alarms, checks, promised);

/** The same from below: a threshold that never fires keeps every promise, and is of no use. */
const unused = (alarms: number, checks: number, promised: number) =>
  binomialUpperTail(checks - alarms, checks, 1 - promised);

const numeric = (counts: Float64Array): BinnedSample => ({ kind: 'numeric', counts, missing: 0 });
const categorical = (counts: Float64Array): BinnedSample => ({ kind: 'categorical', counts, missing: 0 });

/** Alarms of windows of `size` rows over several references, all from one distribution. */
function alarmsOf(
  method: DriftMethod,
  sample: (rows: number, seed: number) => Float64Array,
  referenceRows: number,
  size: number,
): [alarms: number, checks: number] {
  let [alarms, checks] = [0, 0];
  for (let repetition = 0; repetition < 8; repetition++) {
    const values = sample(referenceRows, 1000 * repetition);
    const bins = tenBins(values);
    const reference = numeric(countRows(bins, sampleOf(values)));
    const found = windowThreshold({ method, reference, windowRows: size }, level, repetition);
    if (found.status !== 'ok') throw new Error(found.reason);
    for (const counts of windowsOf(sample(200 * size, 1000 * repetition + 1), bins, size)) {
      checks += 1;
      if (effectOfBins(method, reference, numeric(counts)) > found.threshold) alarms += 1;
    }
  }
  return [alarms, checks];
}

describe('a threshold from a budget, on windows without drift', () => {
  const kinds: [NullKind, DriftMethod, number][] = [
    ['normal', 'jensenShannon', 30],
    ['normal', 'psi', 100],
    ['normal', 'jensenShannon', 1000],
    ['heavy tail', 'hellinger', 100],
    ['heavy tail', 'ks', 200],
    ['zero-inflated', 'totalVariation', 50],
    ['zero-inflated', 'chiSquare', 200],
  ];
  it.each(kinds)(
    'keeps the promised rate of 1 in 100 for %s data by %s in windows of %d rows',
    (kind, method, size) => {
      const [alarms, checks] = alarmsOf(method, (n, seed) => numbers(kind, n, seed), 3000, size);

      expect(checks).toBe(1600);
      expect(broken(alarms, checks, 1.5 * level)).toBeGreaterThan(0.001); // eight references' own luck comes on top of the binomial noise
      expect(unused(alarms, checks, level / 4)).toBeGreaterThan(0.001);
    },
  );

  it.each([
    [50, 100],
    [200, 100],
    [1000, 200],
  ])('keeps it for %d categories and windows of %d rows, where a bare 0.1 always alarms', (k, size) => {
    const draw = mulberry32(k);
    const shares = zipf(k);
    const sample = (rows: number) => {
      const counts = new Float64Array(k);
      multinomial(draw, rows, shares, counts);
      return categorical(counts);
    };
    let [alarms, bare, checks] = [0, 0, 0];
    for (let repetition = 0; repetition < 3; repetition++) {
      const reference = sample(10_000);
      const watched = { method: 'jensenShannon', reference, windowRows: size } as const;
      const found = windowThreshold(watched, level, repetition);
      if (found.status !== 'ok') throw new Error(found.reason);
      for (let i = 0; i < 200; i++) {
        const effect = effectOfBins('jensenShannon', reference, sample(size));
        checks += 1;
        if (effect > found.threshold) alarms += 1;
        if (effect >= 0.1) bare += 1;
      }
    }

    expect(bare).toBe(checks);
    expect(broken(alarms, checks, 1.5 * level)).toBeGreaterThan(0.001);
  });

  it('keeps it for chunks of unequal size, with a threshold for each', () => {
    const values = numbers('normal', 20_000, 1);
    const bins = tenBins(values);
    const reference = numeric(countRows(bins, sampleOf(values)));
    const current = numbers('normal', 270_000, 2);
    let [at, alarms, checks] = [0, 0, 0];
    for (const size of [2000, 1000, 400, 200, 50]) {
      const found = windowThreshold({ method: 'jensenShannon', reference, windowRows: size }, level, 1);
      if (found.status !== 'ok') throw new Error(found.reason);
      for (const counts of windowsOf(current.subarray(at, at + 50_000), bins, size).slice(0, 200)) {
        checks += 1;
        if (effectOfBins('jensenShannon', reference, numeric(counts)) > found.threshold) alarms += 1;
      }
      at += 50_000;
    }

    expect(broken(alarms, checks, 1.5 * level)).toBeGreaterThan(0.001);
    expect(unused(alarms, checks, level / 4)).toBeGreaterThan(0.001);
  });

  it('keeps it for rows with autocorrelation 0.9 once their history is known; taken as independent they alarm all the time', () => {
    const values = numbers('normal', 20_000, 11, 0.9);
    const bins = tenBins(values);
    const reference = numeric(countRows(bins, sampleOf(values)));
    const current = windowsOf(numbers('normal', 200_000, 12, 0.9), bins, 200);
    const watched = { method: 'jensenShannon', reference, windowRows: 200 } as const;
    const alarmsWith = (feature: Parameters<typeof windowThreshold>[0]) => {
      const found = windowThreshold(feature, level, 3);
      if (found.status !== 'ok') throw new Error(found.reason);
      return current.filter(
        (counts) => effectOfBins('jensenShannon', reference, numeric(counts)) > found.threshold,
      ).length;
    };

    const naive = alarmsWith(watched);
    const byHistory = alarmsWith({
      ...watched,
      dispersion: rowDispersion(windowsOf(values, bins, 200), true),
    });

    expect(naive / current.length).toBeGreaterThan(0.5);
    expect(broken(byHistory, current.length, level)).toBeGreaterThan(0.001);
  });
});

describe('verdicts of a board under a budget, where nothing drifts', () => {
  const features = 20;
  const slots = 60;

  it.each([0, 0.9])('raise no more false alarms than promised, rows with autocorrelation %d', (phi) => {
    let alarms = 0;
    const checks = 6 * slots;
    for (let board = 0; board < 6; board++) {
      const scores = Array.from({ length: slots }, () => [] as ReturnType<typeof scoreBins>[]);
      for (let feature = 0; feature < features; feature++) {
        const values = numbers('normal', 5000, 1000 * board + feature, phi);
        const bins = tenBins(values);
        const reference = numeric(countRows(bins, sampleOf(values)));
        const windows = windowsOf(
          numbers('normal', slots * 180, 1000 * board + feature + 500, phi),
          bins,
          180,
        );
        const dispersion = rowDispersion(windows, true);
        for (const [slot, counts] of windows.entries()) {
          scores[slot]?.push(scoreBins('jensenShannon', reference, numeric(counts), dispersion));
        }
      }
      for (const check of scores) {
        if (verdictOf(check, { level: 0.05 }).some(({ verdict }) => verdict !== 'none')) alarms += 1;
      }
    }

    expect(broken(alarms, checks, 0.05)).toBeGreaterThan(0.001);
  });

  it('unseen ones of a thousand categories are none, as long as they are as many as ever', () => {
    const draw = mulberry32(21);
    const shares = zipf(1000);
    const rows = (n: number) => {
      const counts = new Float64Array(1000);
      multinomial(draw, n, shares, counts);
      return new Map(Array.from(counts, (count, i) => [`c${i}`, count]));
    };
    let alarms = 0;
    for (let check = 0; check < 600; check++) {
      const known = rows(5000);
      const bins = categoricalBins(known);
      const reference = { ...categorical(countCategories(bins, known)), sharedCategories: bins.tail.length };
      const score = scoreBins('jensenShannon', reference, categorical(countCategories(bins, rows(1000))));
      if (verdictOf([score], { level: 0.01 })[0]?.verdict !== 'none') alarms += 1;
    }

    expect(broken(alarms, 600, 0.01)).toBeGreaterThan(0.001);
  });

  it('a share of missing values that stays is no alarm either', () => {
    const draw = mulberry32(9);
    let alarms = 0;
    for (let check = 0; check < 1000; check++) {
      const missing = (rows: number) =>
        Array.from({ length: rows }).filter(() => uniform(draw) < 0.08).length;
      const score = scoreBins(
        'jensenShannon',
        { ...numeric(Float64Array.of(900, 900)), missing: missing(1956) },
        { ...numeric(Float64Array.of(28, 28)), missing: missing(61) },
      );
      if (verdictOf([score], { level: 0.01 })[0]?.reasons.includes('missing')) alarms += 1;
    }

    expect(broken(alarms, 1000, 0.01)).toBeGreaterThan(0.001);
  });
});
