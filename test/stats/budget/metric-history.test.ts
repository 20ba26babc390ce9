import { describe, expect, it } from 'vitest';
import { calibratedLevel } from '#stats/budget/calibrated-level.ts';
import {
  dispersionOf,
  type MetricHistory,
  metricHistory,
  seasonalReference,
} from '#stats/budget/metric-history.ts';
import { type BinnedSample, type DriftScore, scoreBins } from '#stats/drift-score.ts';
import { alarmEvidence, verdictOf } from '#stats/drift-verdict.ts';
import { type Draw, mulberry32, normal } from '#stats/random.ts';
import { countRows, type RowBins } from '#stats/row-bins.ts';
import { sampleOf } from '#stats/sample.ts';
import { tenBins } from './null-data.ts';

const hourMs = 3_600_000;
const startMs = Date.parse('2026-11-23T00:00:00Z');
const week = { alarms: 1, checksPerPeriod: 168 };

type Values = (hour: number, rows: number) => number[];
type Watched = { bins: RowBins; reference: BinnedSample; slots: BinnedSample[]; history: MetricHistory };

/** Normal values whose neighbours correlate by `phi`, their mean waving by a day. */
function waving(draw: Draw, { phi = 0, wave = 1 }: { phi?: number; wave?: number }): Values {
  let state = normal(draw);
  return (hour, rows) =>
    Array.from({ length: rows }, () => {
      state = phi * state + Math.sqrt(1 - phi * phi) * normal(draw);
      return state + wave * Math.sin((2 * Math.PI * hour) / 24);
    });
}

/** More by day than by night. */
function rowsAt(hour: number): number {
  return Math.round(120 - 60 * Math.cos((2 * Math.PI * hour) / 24));
}

function counted(bins: RowBins, values: readonly number[]): BinnedSample {
  return { kind: 'numeric', counts: countRows(bins, sampleOf(Float64Array.from(values))), missing: 0 };
}

function watched(values: Values, hours: number): Watched {
  const rows = Array.from({ length: hours }, (_, hour) => values(hour, rowsAt(hour)));
  const bins = tenBins(Float64Array.from(rows.flat()));
  const [reference, slots] = [counted(bins, rows.flat()), rows.map((own) => counted(bins, own))];
  const startsMs = Float64Array.from(rows, (_, hour) => startMs + hour * hourMs);
  return { bins, reference, slots, history: metricHistory(reference, { slots, startsMs, stepMs: hourMs }) };
}

function scored({ bins, reference, history }: Watched, hour: number, values: readonly number[]): DriftScore {
  const like = seasonalReference(history, reference, [startMs + hour * hourMs], [values.length]);
  const dispersion = dispersionOf(history.dispersion, 1, values.length);
  return scoreBins('jensenShannon', like, counted(bins, values), dispersion);
}

/** Alarms of a board of ten metrics in the week after its reference, in three boards. */
function alarmsAfter(
  hours: number,
  kind: { phi?: number; wave?: number },
  later: (value: number) => number,
  earlier = 0,
) {
  let [alarms, ownAlarms] = [0, 0];
  for (let board = 0; board < 3; board++) {
    const draw = mulberry32(100 + board);
    const sources = Array.from({ length: 10 }, () => waving(draw, kind));
    const metrics = sources.map((values) => watched(values, hours));
    const evidence = Float64Array.from({ length: hours }, (_, hour) =>
      alarmEvidence(
        metrics.flatMap(({ history }) => {
          const pair = history.own[hour];
          return pair ? [scoreBins('jensenShannon', pair.reference, pair.current, pair.dispersion)] : [];
        }),
      ),
    );
    const level = calibratedLevel(evidence, week, { meanBlock: 24, seed: 1 });
    ownAlarms += level.alarms;
    for (let hour = hours; hour < hours + 168; hour++) {
      const scores = metrics.map((metric, at) =>
        scored(metric, hour, (sources[at] as Values)(hour + earlier, rowsAt(hour)).map(later)),
      );
      if (verdictOf(scores, { level: level.perCheck }).some(({ verdict }) => verdict !== 'none')) alarms += 1;
    }
  }
  return { alarms, ownAlarms };
}

describe('a board that knows the own slots of its reference', () => {
  const same = (value: number) => value;

  it.each([
    ['five days', 120, { phi: 0 }],
    ['five days of dependent rows', 120, { phi: 0.9 }],
    ['two weeks of dependent rows', 336, { phi: 0.9 }],
    ['five days of dependent rows without a wave', 120, { phi: 0.9, wave: 0 }],
  ])('raises no more than promised in a daily wave, after %s', (_, hours, kind) => {
    const { alarms, ownAlarms } = alarmsAfter(hours, kind, same);

    expect(alarms).toBeLessThanOrEqual(8); // three are promised; more than 8 with 0.4 %
    expect(ownAlarms).toBeLessThanOrEqual(3 * Math.floor(hours / 168));
  });

  it('finds the wave that comes six hours earlier, and the mean that moved under it', () => {
    expect(alarmsAfter(120, {}, same, 6).alarms).toBeGreaterThan(0.7 * 3 * 168);
    expect(alarmsAfter(120, {}, (value) => value + 0.5).alarms).toBeGreaterThan(0.9 * 3 * 168);
  });
});

describe('the history of a metric', () => {
  const metric = watched(waving(mulberry32(7), {}), 96);

  it('compares a slot with its own hour, and a span with its own hours', () => {
    const { history, reference, slots } = metric;

    const nine = seasonalReference(history, reference, [startMs + 105 * hourMs], [100]);
    const night = seasonalReference(
      history,
      reference,
      [0, 1, 2].map((hour) => startMs + hour * hourMs),
      [1, 1, 2],
    );

    expect(history.season).toEqual({ periodMs: 24 * hourMs, partMs: hourMs });
    expect([...nine.counts]).toEqual(sumOf([9, 33, 57, 81].map((hour) => slots[hour] as BinnedSample)));
    const shareOf = ({ counts }: BinnedSample, bin: number) => (counts[bin] ?? 0) / sum(counts);
    const hours = [0, 1, 2].map((hour) =>
      seasonalReference(history, reference, [startMs + hour * hourMs], [1]),
    );
    const [first, second, third] = hours.map((like) => shareOf(like, 4)) as [number, number, number];
    expect(shareOf(night, 4)).toBeCloseTo((first + second + 2 * third) / 4, 12);
  });

  it('holds no slot against itself', () => {
    const { history, slots } = metric;

    const pair = history.own[9];
    const others = [33, 57, 81].map((hour) => slots[hour] as BinnedSample);
    expect([...(pair?.reference.counts ?? [])]).toEqual(sumOf(others));
    expect(pair?.current).toBe(slots[9]);
  });

  it('takes the whole reference where nothing repeats', () => {
    const { history, reference } = watched(waving(mulberry32(8), { wave: 0 }), 96);

    expect(history.season).toBeUndefined();
    expect(seasonalReference(history, reference, [startMs], [100])).toBe(reference);
  });

  it('grants slots that differ beyond chance no more evidence for more rows', () => {
    const dispersion = { slot: 3, span: 9, usualRows: 100, spanSlots: 11 };

    expect(dispersionOf(dispersion, 1, 50)).toBe(3);
    expect(dispersionOf(dispersion, 1, 200)).toBe(5);
    expect(dispersionOf(dispersion, 6, 600)).toBe(6);
    expect(dispersionOf(dispersion, 40, 4000)).toBe(9);
  });

  it('asks more evidence of a metric that bursts now and then, not of the others', () => {
    const draw = mulberry32(9);
    const calm = waving(draw, { wave: 0 });
    const bursting: Values = (hour, rows) =>
      calm(hour, rows).map((value) => (hour === 40 ? value + 2 : value));

    const [quiet, loud] = [watched(calm, 96), watched(bursting, 96)].map(
      ({ history }) => history.dispersion.slot,
    );

    expect(quiet).toBeLessThan(2);
    expect(loud).toBeGreaterThan(5);
  });
});

function sumOf(samples: readonly BinnedSample[]): number[] {
  const [first] = samples;
  return Array.from(first?.counts ?? [], (_, bin) =>
    samples.reduce((total, { counts }) => total + (counts[bin] ?? 0), 0),
  );
}

function sum(values: Float64Array): number {
  return values.reduce((total, value) => total + value, 0);
}
