import { describe, expect, it } from 'vitest';

import { createRandom, poisson } from '#sample/random.ts';
import { eventsNeeded, rateRatio } from '#stats/sequential/rate-ratio.ts';

interface Run {
  ratio: number;
  minutes: number;
  seed: number;
  /** Errors per minute in both arms together, by minute. */
  rate?: (minute: number) => number;
  share?: (minute: number) => number;
}

const watch = rateRatio({ margin: 1.25, alpha: 0.05 });

/** What a rollout sees that looks each minute. */
function watched({ ratio, minutes, seed, rate = () => 30, share = () => 0.05 }: Run) {
  const draw = createRandom(seed);
  let state = watch.start();
  let everMissed = false;
  for (let minute = 0; minute < minutes; minute++) {
    const q = share(minute);
    const candidate = { rows: 3000 * q, events: poisson(draw, rate(minute) * q * ratio) };
    const baseline = { rows: 3000 * (1 - q), events: poisson(draw, rate(minute) * (1 - q)) };
    state = watch.next(state, candidate, baseline);
    if (minute % 10 === 9) {
      const { lower, upper } = watch.evidence(state);
      everMissed ||= ratio < lower || ratio > upper;
    }
  }
  return { ...watch.evidence(state), everMissed };
}

function runs(count: number, run: Omit<Run, 'seed'>) {
  return Array.from({ length: count }, (_, seed) => watched({ ...run, seed }));
}

describe('the ratio of two rates, looked at each minute', () => {
  it.each([
    ['under a steady rate', () => 30, () => 0.05],
    [
      'through an incident that hits both arms',
      (minute: number) => (minute > 60 && minute < 85 ? 360 : 30),
      () => 0.05,
    ],
    ['while the share of the candidate grows', () => 30, (minute: number) => (minute < 60 ? 0.05 : 0.25)],
  ])('raises few false alarms %s', (_, rate, share) => {
    const results = runs(150, { ratio: 1, minutes: 120, rate, share });

    expect(results.filter(({ harmP }) => harmP <= 0.05).length / results.length).toBeLessThan(0.08);
    expect(results.filter(({ everMissed }) => everMissed).length / results.length).toBeLessThan(0.08);
  });

  it('seldom proves a candidate harmless that is worse by the margin', () => {
    const results = runs(150, { ratio: 1.25, minutes: 120 });

    expect(results.filter(({ safeP }) => safeP <= 0.05).length / results.length).toBeLessThan(0.08);
  });

  it('sees twice the errors in 20 minutes, and proves an equal candidate harmless in some hours', () => {
    expect(runs(20, { ratio: 2, minutes: 20 }).filter(({ harmP }) => harmP <= 0.05).length).toBeGreaterThan(
      15,
    );
    expect(runs(20, { ratio: 1, minutes: 300 }).filter(({ safeP }) => safeP <= 0.05).length).toBeGreaterThan(
      15,
    );
  });

  it('comes with an interval about the ratio', () => {
    const { ratio, lower, upper } = watched({ ratio: 1.5, minutes: 600, seed: 3 });

    expect(ratio).toBeGreaterThan(1.3);
    expect(ratio).toBeLessThan(1.7);
    expect(lower).toBeLessThan(ratio);
    expect(upper).toBeGreaterThan(ratio);
    expect(upper / lower).toBeLessThan(1.6);
  });

  it('is unknown without events, and open to one side while one arm has none', () => {
    const quiet = { rows: 100, events: 0 };
    const one = watch.next(watch.start(), quiet, { rows: 100, events: 8 });

    expect(watch.evidence(watch.start())).toMatchObject({
      ratio: Number.NaN,
      lower: 0,
      upper: Infinity,
      harmP: 1,
    });
    expect(watch.evidence(watch.next(watch.start(), quiet, quiet)).ratio).toBeNaN();
    expect(watch.evidence(one)).toMatchObject({ ratio: 0, lower: 0 });
    expect(watch.evidence(one).upper).toBeLessThan(1.5);
  });

  it('learns nothing from a minute in which one arm has no rows', () => {
    const before = watch.next(watch.start(), { rows: 50, events: 3 }, { rows: 50, events: 1 });

    const after = watch.next(before, { rows: 0, events: 0 }, { rows: 100, events: 9 });

    expect(watch.evidence(after)).toEqual(watch.evidence(before));
    expect(after.baseline).toEqual({ rows: 150, events: 10 });
  });

  it('goes on from a state kept as JSON', () => {
    const state = watch.next(watch.start(), { rows: 50, events: 3 }, { rows: 50, events: 1 });

    expect(JSON.parse(JSON.stringify(state))).toEqual(state);
  });

  it('has an interval as exact as a fine grid would give it', () => {
    const [events, rows] = [4000, 100_000];
    const narrow = watch.evidence(
      watch.next(watch.start(), { rows, events: 1.1 * events }, { rows, events }),
    );
    const theta = (r: number) => r / (r + 1);
    const logLikelihood = (r: number) => 1.1 * events * Math.log(theta(r)) + events * Math.log(1 - theta(r));

    // both ends have the same likelihood, and the peak is at the ratio
    expect(logLikelihood(narrow.lower)).toBeCloseTo(logLikelihood(narrow.upper), 0);
    expect(narrow.ratio).toBeCloseTo(1.1, 3);
  });
});

describe('the events needed', () => {
  it.each([
    [0.05, 2, 1, 290],
    [0.05, 1.5, 1, 1004],
    [0.5, 2, 1, 88],
    [0.25, 1, 1.5, 304],
  ])('with a share of %d to tell %d from %d are about %i', (share, ratio, against, events) => {
    expect(eventsNeeded({ share, ratio, against }) / events).toBeCloseTo(1, 1);
  });
});
