import { describe, expect, it } from 'vitest';

import { mulberry32, normal, uniform } from '#stats/random.ts';
import { adwin } from '#stats/streams/adwin.ts';
import { cusum, cusumRunLength } from '#stats/streams/cusum.ts';
import { ddm } from '#stats/streams/ddm.ts';
import { detect, type Signal } from '#stats/streams/detector.ts';
import { eddm } from '#stats/streams/eddm.ts';
import { ewma } from '#stats/streams/ewma.ts';
import { hddmA } from '#stats/streams/hddm-a.ts';
import { hddmW } from '#stats/streams/hddm-w.ts';
import { kswin } from '#stats/streams/kswin.ts';
import { pageHinkley } from '#stats/streams/page-hinkley.ts';
import { shewhart } from '#stats/streams/shewhart.ts';

/** A detector whose kind of state does not matter: `next` is given only states of its own. */
interface AnyDetector {
  start(): Signal;
  next(state: Signal, x: number): Signal;
}

const onBits: [string, AnyDetector][] = [
  ['ddm', ddm()],
  ['eddm', eddm()],
  ['hddmA', hddmA({ twoSided: true })],
  ['hddmW', hddmW({ twoSided: true })],
];
const onValues: [string, AnyDetector][] = [
  ['adwin', adwin()],
  ['cusum', cusum()],
  ['ewma', ewma()],
  ['kswin', kswin({ windowSize: 60, statSize: 20, draw: { seed: 3 } })],
  ['pageHinkley', pageHinkley()],
  ['shewhart', shewhart()],
];

function bits(n: number, share: (i: number) => number): number[] {
  const draw = mulberry32(11);
  return Array.from({ length: n }, (_, i) => (uniform(draw) < share(i) ? 1 : 0));
}

function values(n: number, mean: (i: number) => number, seed = 5): number[] {
  const draw = mulberry32(seed);
  return Array.from({ length: n }, (_, i) => mean(i) + normal(draw));
}

const streams = [
  ...onBits.map(([name, detector]) => ({
    name,
    detector,
    stream: bits(1200, (i) => (i < 600 ? 0.1 : 0.5)),
  })),
  ...onValues.map(([name, detector]) => ({ name, detector, stream: values(1200, (i) => (i < 600 ? 0 : 4)) })),
];

describe('a stream detector', () => {
  it.each(streams)('$name sees a large change within 300 values', ({ detector, stream }) => {
    const { drifts } = detect(detector, stream);

    expect(drifts.some((at) => at >= 600 && at < 900)).toBe(true);
  });

  it.each(streams)('$name goes on from a state kept as JSON', ({ detector, stream }) => {
    const whole = detect(detector, stream).state;

    const kept = JSON.parse(JSON.stringify(detect(detector, stream.slice(0, 700)).state)) as Signal;
    const resumed = stream.slice(700).reduce((state, x) => detector.next(state, x), kept);

    expect(resumed).toEqual(whole);
  });

  it.each(streams)('$name leaves missing values out', ({ detector, stream }) => {
    const holed = stream.flatMap((x) => [x, Number.NaN, Number.POSITIVE_INFINITY]);

    const { drifts } = detect(detector, holed);

    expect(drifts.map((at) => at / 3)).toEqual(detect(detector, stream).drifts);
  });

  it.each(onBits)('%s takes no values that are no error shares', (_, detector) => {
    expect(() => detector.next(detector.start(), 2)).toThrow(RangeError);
  });
});

describe('cusum with a known reference', () => {
  const reference = { mean: 0, sd: 1 };

  it.each([
    // Montgomery, Introduction to Statistical Quality Control, table 9.3: k = 0.5, h = 4 and 5
    [4, 0, 168],
    [4, 1, 8.38],
    [5, 0, 465],
    [5, 1, 10.4],
  ])('has with h = %i and a shift of %d sd a mean run of %d', (threshold, shift, known) => {
    expect(cusumRunLength({ threshold, shift }) / known).toBeCloseTo(1, 1);
  });

  it('signals without any change about as often as its run length says', () => {
    const stream = values(100_000, () => 0);

    const { drifts } = detect(cusum({ reference, threshold: 5 }), stream);

    const expected = stream.length / cusumRunLength({ threshold: 5 });
    expect(drifts.length).toBeGreaterThan(0.8 * expected);
    expect(drifts.length).toBeLessThan(1.2 * expected);
  });
});
