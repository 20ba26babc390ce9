import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { aucTest } from '#stats/auc-test.ts';
import { benjaminiHochberg } from '#stats/benjamini-hochberg.ts';
import { benjaminiYekutieli } from '#stats/benjamini-yekutieli.ts';
import { bonferroni } from '#stats/bonferroni.ts';
import { countCategoryValues } from '#stats/category-counts.ts';
import { classifierTest } from '#stats/classifier-test.ts';
import { compareRows, referenceRows } from '#stats/compare-rows.ts';
import { blockBootstrapCorrelation } from '#stats/correlation/block-bootstrap.ts';
import { crossCorrelation, laggedCorrelations } from '#stats/correlation/cross-correlation.ts';
import { effectiveSampleSize } from '#stats/correlation/effective-sample-size.ts';
import { kendall } from '#stats/correlation/kendall.ts';
import { partialCorrelation } from '#stats/correlation/partial-correlation.ts';
import { pearson, seriesCorrelation } from '#stats/correlation/pearson.ts';
import { prewhitenedCrossCorrelation } from '#stats/correlation/prewhitened-cross-correlation.ts';
import { spearman } from '#stats/correlation/spearman.ts';
import { compareNumeric } from '#stats/exact-comparison.ts';
import { countAlarms } from '#stats/false-alarm-budget.ts';
import { histogramOf } from '#stats/histogram.ts';
import { holm } from '#stats/holm.ts';
import { mmdLinear } from '#stats/mmd-linear.ts';
import { fourierFeatures, fourierMean } from '#stats/mmd-random-fourier.ts';
import { mmd } from '#stats/mmd.ts';
import { pcaReconstruction } from '#stats/pca-reconstruction.ts';
import { pointsOf } from '#stats/points.ts';
import { binaryPerformance } from '#stats/quality/binary-performance.ts';
import { cbpe } from '#stats/quality/cbpe.ts';
import { labelledRows } from '#stats/quality/labelled-rows.ts';
import { regressionPerformance } from '#stats/quality/regression-performance.ts';
import { sampleOf } from '#stats/sample.ts';
import { boundedMean } from '#stats/sequential/bounded-mean.ts';
import { adwin } from '#stats/streams/adwin.ts';
import { changePoints } from '#stats/streams/change-points.ts';
import { cusum } from '#stats/streams/cusum.ts';
import { ddm } from '#stats/streams/ddm.ts';
import { detect, type Detector, type Signal } from '#stats/streams/detector.ts';
import { eddm } from '#stats/streams/eddm.ts';
import { ewma } from '#stats/streams/ewma.ts';
import { hddmA } from '#stats/streams/hddm-a.ts';
import { hddmW } from '#stats/streams/hddm-w.ts';
import { kswin } from '#stats/streams/kswin.ts';
import { pageHinkleyClipped } from '#stats/streams/page-hinkley-clipped.ts';
import { pageHinkley } from '#stats/streams/page-hinkley.ts';
import { shewhart } from '#stats/streams/shewhart.ts';

type Rows = readonly (readonly number[])[];
type Holes = readonly { at: number; column: number }[];

/** Rows of three numbers and a label, and places at which one lacks a value. */
const drawn = fc.record({
  rows: fc.array(fc.tuple(number(), number(), number(), fc.integer({ min: 0, max: 1 })), {
    minLength: 20,
    maxLength: 60,
  }),
  holes: fc.array(fc.record({ at: fc.nat({ max: 60 }), column: fc.nat({ max: 3 }) }), {
    minLength: 1,
    maxLength: 6,
  }),
});

function number(): fc.Arbitrary<number> {
  return fc.integer({ min: 0, max: 20 }).map((step) => step / 20);
}

function holds(property: (rows: Rows, holes: Holes) => void): void {
  fc.assert(
    fc.property(drawn, ({ rows, holes }) => property(rows, holes)),
    { seed: 20_261_125, numRuns: 40 },
  );
}

/** The rows with further ones between them, each of which lacks its value in one of the columns. */
function withHoles(rows: Rows, holes: Holes, columns: readonly number[], gap: number): number[][] {
  return holes.reduce<number[][]>(
    (made, { at, column: drawnColumn }) => {
      const missing = columns[drawnColumn % columns.length];
      return made.toSpliced(
        Math.min(at, made.length),
        0,
        [0.3, 0.7, 0.1, 1].map((value, j) => (j === missing ? gap : value)),
      );
    },
    rows.map((row) => [...row]),
  );
}

const column = (rows: Rows, j: number) => Float64Array.from(rows, (row) => row[j] as number);
const points = (rows: Rows) => pointsOf(rows.map((row) => row.slice(0, 3)));
const reference = pointsOf(
  Array.from({ length: 6 }, (_, i) => [(i * 5) % 7, (i * 3) % 7, i].map((x) => x / 7)),
);
const few = Float64Array.of(0.2, 0.4, 0.6);
const counted = <Counted extends object>(result: Counted) => ({ ...result, missing: undefined });

/** What leaves out a row that lacks a value in one of these columns. */
const leavingOut: [string, number[], (rows: Rows) => unknown][] = [
  ['pearson', [0, 1], (rows) => pearson(column(rows, 0), column(rows, 1))],
  ['spearman', [0, 1], (rows) => spearman(column(rows, 0), column(rows, 1))],
  ['kendall', [0, 1], (rows) => kendall(column(rows, 0), column(rows, 1))],
  ['seriesCorrelation', [0, 1], (rows) => seriesCorrelation(column(rows, 0), column(rows, 1))],
  [
    'blockBootstrapCorrelation',
    [0, 1],
    (rows) => blockBootstrapCorrelation(column(rows, 0), column(rows, 1), { resamples: 20 }),
  ],
  [
    'partialCorrelation',
    [0, 1, 2],
    (rows) => partialCorrelation(column(rows, 0), column(rows, 1), [column(rows, 2)]),
  ],
  ['aucTest', [0, 3], (rows) => aucTest(column(rows, 0), column(rows, 3))],
  ['labelledRows', [0, 3], (rows) => counted(labelledRows(column(rows, 0), column(rows, 3)))],
  [
    'binaryPerformance',
    [0, 3],
    (rows) => counted(binaryPerformance(column(rows, 0), column(rows, 3), { resamples: 5 })),
  ],
  [
    'regressionPerformance',
    [0, 1],
    (rows) => counted(regressionPerformance(column(rows, 0), column(rows, 1))),
  ],
  ['cbpe', [0, 3], (rows) => cbpe(column(rows, 0), column(rows, 3), few, { resamples: 5 })],
  ['mmd', [0, 1, 2], (rows) => mmd(reference, points(rows), { gamma: 1, permutations: 9, seed: 1 })],
  ['mmdLinear', [0, 1, 2], (rows) => mmdLinear(reference, points(rows), 1)],
  ['fourierMean', [0, 1, 2], (rows) => fourierMean(points(rows), fourierFeatures(3, 1, 7, 8))],
  ['classifierTest', [0, 1, 2], (rows) => classifierTest(reference, points(rows))],
  ['sampleOf', [0], (rows) => sampleOf(column(rows, 0)).sorted],
  ['histogramOf', [0], (rows) => histogramOf(column(rows, 0))],
  ['compareNumeric', [0], (rows) => compareNumeric(few, column(rows, 0)).scores],
  ['compareRows', [0], (rows) => compareRows(referenceRows(few), column(rows, 0)).scores],
  ['boundedMean', [0], (rows) => column(rows, 0).reduce(boundedMean().next, boundedMean().start())],
  ['adwin', [0], (rows) => endOf(adwin({ clock: 1 }), column(rows, 0))],
  ['cusum', [0], (rows) => endOf(cusum({ minInstances: 5 }), column(rows, 0))],
  ['ewma', [0], (rows) => endOf(ewma({ minInstances: 5 }), column(rows, 0))],
  ['kswin', [0], (rows) => endOf(kswin({ windowSize: 15, statSize: 5, alpha: 0.1 }), column(rows, 0))],
  ['pageHinkley', [0], (rows) => endOf(pageHinkley({ threshold: 1 }), column(rows, 0))],
  ['pageHinkleyClipped', [0], (rows) => endOf(pageHinkleyClipped({ threshold: 1 }), column(rows, 0))],
  ['shewhart', [0], (rows) => endOf(shewhart({ minInstances: 5, k: 2 }), column(rows, 0))],
  ['hddmA', [0], (rows) => endOf(hddmA(), column(rows, 0))],
  ['hddmW', [0], (rows) => endOf(hddmW(), column(rows, 0))],
  ['ddm', [3], (rows) => endOf(ddm({ warmStart: 5 }), column(rows, 3))],
  ['eddm', [3], (rows) => endOf(eddm({ warmStart: 5 }), column(rows, 3))],
];

/** How many drifts there were, whose places move with the holes, and what comes of one more value. */
function endOf<State extends Signal>(detector: Detector<State>, stream: Float64Array): unknown {
  const { drifts, state } = detect(detector, [...stream, 1]);
  return { drifts: drifts.length, state };
}

describe.each([Number.NaN, Number.POSITIVE_INFINITY])('a value of %s', (gap) => {
  it.each(leavingOut)('is left out of %s, with its row', (_, columns, statistic) => {
    holds((rows, holes) => {
      expect(statistic(withHoles(rows, holes, columns, gap))).toEqual(statistic(rows));
    });
  });

  it.each<[string, (x: Float64Array, y: Float64Array) => number[]]>([
    ['effectiveSampleSize', (x, y) => [effectiveSampleSize(x, y)]],
    ['laggedCorrelations', (x, y) => laggedCorrelations(x, y, 3) ?? []],
    ['crossCorrelation', (x, y) => valuesOf(crossCorrelation(x, y, 3))],
    ['prewhitenedCrossCorrelation', (x, y) => valuesOf(prewhitenedCrossCorrelation(x, y, { maxLag: 3 }))],
  ])('counts as the mean in %s, where places matter', (_, statistic) => {
    holds((rows, holes) => {
      const holed = withHoles(rows, holes, [0], gap);
      const [x, y] = [column(holed, 0), column(holed, 1)];
      const seen = x.filter(Number.isFinite);
      const mean = seen.reduce((sum, value) => sum + value, 0) / seen.length;
      const filled = x.map((value) => (Number.isFinite(value) ? value : mean));

      const expected = statistic(filled, y);
      expect(statistic(x, y)).toEqual(expected.map((value) => expect.closeTo(value, 9) as number));
    });
  });

  it("is the reference's mean in pcaReconstruction", () => {
    const means = [0, 1, 2].map((j) => {
      const values = Array.from({ length: reference.rows }, (_, i) => reference.values[3 * i + j] as number);
      return values.reduce((sum, value) => sum + value, 0) / values.length;
    });
    holds((rows, holes) => {
      const holed = points(withHoles(rows, holes, [0, 1, 2], gap));
      const values = holed.values.map((value, at) =>
        Number.isFinite(value) ? value : (means[at % 3] as number),
      );
      const filled = pcaReconstruction(reference, { ...holed, values });

      expect(pcaReconstruction(reference, holed)).toMatchObject({
        status: 'ok',
        statistic: expect.closeTo(filled.status === 'ok' ? filled.statistic : Number.NaN, 9) as number,
      });
    });
  });
});

function valuesOf(result: { status: string; values?: number[] }): number[] {
  return result.values ?? [];
}

describe('a test that could not run', () => {
  it.each([
    ['bonferroni', bonferroni],
    ['holm', holm],
    ['benjaminiHochberg', benjaminiHochberg],
    ['benjaminiYekutieli', benjaminiYekutieli],
  ])('leaves the family of %s and stays NaN', (_, adjust) => {
    holds((rows, holes) => {
      const p = column(withHoles(rows, holes, [0], Number.NaN), 0);
      const adjusted = adjust(p);

      expect(Array.from(adjusted, Number.isNaN)).toEqual(Array.from(p, Number.isNaN));
      expect(adjusted.filter(Number.isFinite)).toEqual(adjust(p.filter(Number.isFinite)));
    });
  });

  it('raises no alarm', () => {
    expect(countAlarms(Float64Array.of(Number.NaN, 0.2, 0.95, Number.NaN), 0.9)).toBe(1);
  });
});

describe('missing values of other kinds', () => {
  it('are counted apart from the categories', () => {
    const { categories, missingReference, missingCurrent } = countCategoryValues(
      ['a', null, 1, Number.NaN, undefined],
      ['a', null],
    );

    expect(categories.map(({ value }) => value)).toEqual(['1', 'a']);
    expect([missingReference, missingCurrent]).toEqual([3, 1]);
  });

  it('leave the changes of a series where they are', () => {
    const level = Array.from({ length: 60 }, (_, i) => (i < 30 ? 0 : 5) + ((i * 7) % 5) / 10);
    const holed = level.map((value, i) => (i === 10 || i === 45 ? Number.NaN : value));

    expect(changePoints(holed)).toMatchObject({ status: 'ok', changes: [{ index: 30 }] });
  });
});
