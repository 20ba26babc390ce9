import { beforeAll, describe, expect, it } from 'vitest';
import { PipelineDefinition } from '#contract/pipeline-definition.ts';
import { Label, Prediction, Sample } from '#contract/prediction.ts';
import { expectedSpeechRows, speechDefinition, speechMinute, type SpeechMinute } from '#sample/speech.ts';
import { speechStory } from '#sample/speech-story.ts';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '#sample/units.ts';

const SEED = 7;
const now = new Date('2026-11-23T14:00:20.000Z');
const end = now.getTime();
const story = speechStory(now);
const history: SpeechMinute = { predictions: [], samples: [], labels: [] };

beforeAll(() => {
  for (let start = story.historyStart; start < end; start += MINUTE_MS) {
    const minute = speechMinute(SEED, new Date(start), story);
    history.predictions.push(...minute.predictions);
    history.samples.push(...minute.samples);
    history.labels.push(...minute.labels);
  }
});

type Selection = { stage?: string; device?: string; from?: number; to?: number };

function rows({ stage = 'asr', device, from = 0, to = Date.UTC(2100, 0) }: Selection): Prediction[] {
  const [first, last] = [from, to].map((time) => new Date(time).toISOString()) as [string, string];
  return history.predictions.filter(
    (row) =>
      row.stage === stage &&
      row.role === 'live' &&
      (!device || row.features.device === device) &&
      row.time >= first &&
      row.time < last,
  );
}

function mean(values: number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function share(records: Prediction[], claim: (row: Prediction) => boolean): number {
  return mean(records.map((row) => (claim(row) ? 1 : 0)));
}

function meanSnr(selection: Selection): number {
  return mean(rows(selection).map(({ features }) => features.snr_db as number));
}

function meanError(selection: Selection): number {
  const estimates = rows(selection).map(({ signals }) => signals.estimated_word_error);
  return mean(estimates.filter((value) => typeof value === 'number'));
}

describe('speechStory', () => {
  it('tells what happened in the week before now, in order', () => {
    const { historyStart, spike, youngerVoices, hole, asrCandidate, vadRelease } = story;

    expect([historyStart, spike.from, youngerVoices, hole.from, asrCandidate, vadRelease]).toEqual(
      [
        '2026-11-16T14:00Z',
        '2026-11-19T15:00Z',
        '2026-11-20T14:00Z',
        '2026-11-21T11:00Z',
        '2026-11-22T14:00Z',
        '2026-11-23T12:30Z',
      ].map((text) => Date.parse(text)),
    );
  });

  it('lets the effects follow VAD v9 after 1, 12 and 16 minutes', () => {
    const { vadRelease, snrStep, errorStep, repeatsRise } = story;

    expect([snrStep, errorStep, repeatsRise].map((time) => (time - vadRelease) / MINUTE_MS)).toEqual([
      1, 12, 16,
    ]);
  });

  it.each(['00:00', '06:31', '12:00', '23:59'])(
    'keeps spike and hole in their days when started at %s',
    (time) => {
      const start = new Date(`2026-11-23T${time}:00Z`);
      const { spike, hole } = speechStory(start);

      expect((start.getTime() - spike.from) / DAY_MS).toBeGreaterThanOrEqual(3.5);
      expect((start.getTime() - spike.from) / DAY_MS).toBeLessThan(4.5);
      expect((start.getTime() - hole.from) / DAY_MS).toBeGreaterThanOrEqual(1.5);
      expect((start.getTime() - hole.from) / DAY_MS).toBeLessThan(2.5);
    },
  );
});

describe('speechMinute', () => {
  it('gives the same minute again, whatever was drawn between', () => {
    const minute = new Date('2026-11-20T09:15:00Z');
    const first = speechMinute(SEED, minute, story);

    speechMinute(SEED, new Date('2026-11-20T09:16:00Z'), story);
    const again = speechMinute(SEED, minute, story);

    expect(again).toEqual(first);
    expect(first.predictions.length).toBeGreaterThan(0);
  });

  it('differs for another seed', () => {
    const minute = new Date('2026-11-20T09:15:00Z');

    expect(speechMinute(SEED + 1, minute, story)).not.toEqual(speechMinute(SEED, minute, story));
  });

  it('has nothing before the history', () => {
    const before = new Date(story.historyStart - MINUTE_MS);

    expect(speechMinute(SEED, before, story)).toEqual({ predictions: [], samples: [], labels: [] });
  });

  it('goes on after now with VAD v9 and phones that hear badly', () => {
    const later = Array.from({ length: 60 }, (_, index) =>
      speechMinute(SEED, new Date(end + DAY_MS + index * MINUTE_MS), story),
    ).flatMap(({ predictions }) => predictions);
    const vad = later.filter(({ stage }) => stage === 'vad');
    const phones = vad.filter(({ features }) => features.device === 'phone');

    expect(new Set(vad.map(({ version }) => version))).toEqual(new Set(['v9']));
    expect(mean(phones.map(({ features }) => features.snr_db as number))).toBeCloseTo(13.9, 0);
  });
});

describe('a week of speech', () => {
  it('holds only records that the contract takes, unchanged', () => {
    const refused = [
      ...history.predictions.filter((row) => !Prediction.safeParse(row).success),
      ...history.samples.filter((row) => !Sample.safeParse(row).success),
      ...history.labels.filter((row) => !Label.safeParse(row).success),
    ];

    expect(refused).toEqual([]);
    expect(Prediction.parse(history.predictions[0])).toEqual(history.predictions[0]);
    expect(PipelineDefinition.parse(speechDefinition())).toEqual(speechDefinition());
  });

  it('has about 120 000 requests, as many as the progress bar expects', () => {
    const expected = expectedSpeechRows(story.historyStart, end, story);

    expect(rows({ stage: 'vad' }).length).toBeGreaterThan(118_000);
    expect(rows({ stage: 'vad' }).length).toBeLessThan(124_000);
    expect(history.predictions.length / expected).toBeCloseTo(1, 2);
  });

  it('comes from four sites, and late from cars: up to a quarter of an hour', () => {
    const delays = (site: string) =>
      rows({ stage: 'asr' })
        .filter((row) => row.site === site)
        .map(({ time, receivedAt }) => Date.parse(receivedAt ?? '') - Date.parse(time));

    expect(new Set(history.predictions.map(({ site }) => site))).toEqual(
      new Set(['dublin', 'frankfurt', 'madrid', 'car-fleet']),
    );
    expect(Math.max(...delays('dublin'))).toBeLessThan(1_000);
    expect(Math.max(...delays('car-fleet'))).toBeLessThanOrEqual(15 * MINUTE_MS);
    expect(mean(delays('car-fleet'))).toBeGreaterThan(7 * MINUTE_MS);
  });

  it('follows the day: busiest around 14:00 UTC, quietest around 02:00', () => {
    const night = Date.parse('2026-11-18T01:00Z');
    const noon = Date.parse('2026-11-18T13:00Z');
    const ratio =
      rows({ from: noon, to: noon + 2 * HOUR_MS }).length /
      rows({ from: night, to: night + 2 * HOUR_MS }).length;

    expect(ratio).toBeGreaterThan(4.7);
    expect(ratio).toBeLessThan(6.7);
  });

  it('carries one request id through the three stages, in order', () => {
    const ids = new Map(rows({ stage: 'vad' }).map(({ requestId, time }) => [requestId, time]));
    const asr = rows({ stage: 'asr' });
    const asrTimes = new Map(asr.map(({ requestId, time }) => [requestId, time]));
    const isHoleEdge = (time: string) => Math.abs(Date.parse(time) - story.hole.to) < 10_000;

    expect(ids.size).toBe(rows({ stage: 'vad' }).length);
    expect(
      asr.filter(({ requestId, time }) => !isHoleEdge(time) && !((ids.get(requestId) ?? '~') < time)),
    ).toEqual([]);
    expect(
      rows({ stage: 'punctuation' }).filter(
        ({ requestId, time }) => !isHoleEdge(time) && !((asrTimes.get(requestId) ?? '~') < time),
      ),
    ).toEqual([]);
  });

  it('moves all requests from VAD v8 to v9 at one moment', () => {
    const before = rows({ stage: 'vad', to: story.vadRelease });
    const after = rows({ stage: 'vad', from: story.vadRelease + 1_000 });

    expect(new Set(before.map(({ version }) => version))).toEqual(new Set(['v8']));
    expect(new Set(after.map(({ version }) => version))).toEqual(new Set(['v9']));
  });

  it.each(['vad', 'asr'])('lowers the signal-to-noise ratio on phones by 4.1 dB at %s', (stage) => {
    const before = meanSnr({ stage, device: 'phone', from: story.vadRelease - DAY_MS, to: story.snrStep });
    const after = meanSnr({ stage, device: 'phone', from: story.snrStep + 5_000 });

    expect(after - before).toBeCloseTo(-4.1, 0);
  });

  it.each(['desk', 'tv', 'car'])('leaves the signal-to-noise ratio on %s alone', (device) => {
    const before = meanSnr({ stage: 'vad', device, from: story.vadRelease - DAY_MS, to: story.snrStep });
    const after = meanSnr({ stage: 'vad', device, from: story.snrStep });

    expect(Math.abs(after - before)).toBeLessThan(1.5);
  });

  it('raises the estimated error from 0.10 to 0.14, by the phones alone', () => {
    const day = { from: story.errorStep - DAY_MS, to: story.errorStep };
    const after = { from: story.errorStep + 5_000 };

    expect(meanError(day)).toBeCloseTo(0.1, 2);
    expect(meanError(after)).toBeCloseTo(0.14, 2);
    expect(meanError({ ...after, device: 'phone' }) / meanError({ ...day, device: 'phone' })).toBeGreaterThan(
      1.5,
    );
    expect(meanError({ ...after, device: 'desk' })).toBeCloseTo(meanError({ ...day, device: 'desk' }), 1);
  });

  it('keeps the error as it was in the eleven minutes after the step of the signal-to-noise ratio', () => {
    const between = meanError({ device: 'phone', from: story.snrStep, to: story.errorStep });
    const after = meanError({
      device: 'phone',
      from: story.errorStep + 5_000,
      to: story.errorStep + 11 * MINUTE_MS,
    });

    expect(between).toBeLessThan(0.12);
    expect(after).toBeGreaterThan(0.14);
  });

  it('lets punctuation follow weakly: more repeated queries on phones', () => {
    const repeats = (selection: Selection) =>
      share(
        rows({ stage: 'punctuation', device: 'phone', ...selection }),
        (row) => row.signals.repeated_query === true,
      );

    expect(repeats({ to: story.repeatsRise })).toBeCloseTo(0.03, 2);
    expect(repeats({ from: story.repeatsRise }) / repeats({ to: story.repeatsRise })).toBeGreaterThan(1.2);
  });

  it('brings younger voices, whose error no longer follows the confidence', () => {
    const before = { to: story.youngerVoices };
    const after = { from: story.youngerVoices + 12 * HOUR_MS, to: story.vadRelease };
    const children = (selection: Selection) =>
      share(rows(selection), (row) => row.features.speaker_age_band === 'child');

    expect(children(before)).toBeCloseTo(0.06, 2);
    expect(children(after)).toBeCloseTo(0.16, 2);
    expect(confidenceCorrelation(before, 'child')).toBeLessThan(-0.8);
    expect(Math.abs(confidenceCorrelation(after, 'child'))).toBeLessThan(0.1);
    expect(confidenceCorrelation(after, '35-54')).toBeLessThan(-0.8);
  });

  it('says by its labels that children are misheard more often than estimated', () => {
    const children = rows({ from: story.youngerVoices, to: story.vadRelease }).filter(
      ({ features }) => features.speaker_age_band === 'child',
    );
    const ids = new Set(children.map(({ requestId }) => requestId));
    const labels = history.labels.filter(({ requestId }) => ids.has(requestId));

    expect(labels.length).toBeGreaterThan(150);
    expect(mean(labels.map(({ value }) => (value === false ? 1 : 0)))).toBeGreaterThan(0.16);
  });

  it('triples the traffic for 25 minutes', () => {
    const { from, to } = story.spike;
    const during = rows({ stage: 'vad', from, to }).length;
    const dayBefore = rows({ stage: 'vad', from: from - DAY_MS, to: to - DAY_MS }).length;
    const after = rows({ stage: 'vad', from: to, to: to + 25 * MINUTE_MS }).length;

    expect(to - from).toBe(25 * MINUTE_MS);
    expect(during / dayBefore).toBeGreaterThan(2.5);
    expect(during / dayBefore).toBeLessThan(3.5);
    expect(during / after).toBeGreaterThan(2.4);
  });

  it('has no row and no sample in the hole, and both around it', () => {
    const { from, to } = story.hole;
    const times = [...history.predictions, ...history.samples].map(({ time }) => Date.parse(time));
    const within = (start: number, stop: number) =>
      times.filter((time) => time >= start && time < stop).length;

    expect(to - from).toBe(30 * MINUTE_MS);
    expect(within(from, to)).toBe(0);
    expect(within(from - 5 * MINUTE_MS, from)).toBeGreaterThan(50);
    expect(within(to, to + 5 * MINUTE_MS)).toBeGreaterThan(50);
  });

  it('gives recogniser v18 5 % of the requests of the last day, and none before', () => {
    const isCandidate = ({ version }: Prediction) => version === 'v18';

    expect(share(rows({ to: story.asrCandidate }), isCandidate)).toBe(0);
    expect(share(rows({ from: story.asrCandidate }), isCandidate)).toBeCloseTo(0.05, 2);
    expect(new Set(rows({}).map(({ version }) => version))).toEqual(new Set(['v17', 'v18']));
  });

  it('has v18 answer copies before that, a little otherwise than v17, which differs from itself less', () => {
    const asr = history.predictions.filter(({ stage }) => stage === 'asr');
    const shadow = asr.filter(({ role }) => role === 'shadow');
    const asked = new Map(asr.flatMap((row) => (row.role === 'live' ? [[row.requestId, row] as const] : [])));
    const differing = (version: string) =>
      share(
        shadow.filter((row) => row.version === version),
        ({ requestId, prediction }) => asked.get(requestId)?.prediction !== prediction,
      );

    const times = shadow.map(({ time }) => Date.parse(time));
    expect(Math.min(...times)).toBeGreaterThanOrEqual(story.asrShadow);
    expect(Math.max(...times)).toBeLessThan(story.asrCandidate);
    expect(differing('v18')).toBeGreaterThan(0.09);
    expect(differing('v18')).toBeLessThan(0.19);
    expect(differing('v17')).toBeLessThan(0.05);
  });

  it('answers within 500 ms in 99 of 100 requests, and fails in 1 of 1000', () => {
    const asr = rows({});

    expect(share(asr, ({ latencyMs }) => (latencyMs ?? 0) > 500)).toBeCloseTo(0.01, 2);
    expect(share(asr, ({ status }) => status !== 'ok')).toBeCloseTo(0.001, 3);
    expect(mean(rows({ stage: 'vad' }).map(({ latencyMs }) => latencyMs ?? 0))).toBeCloseTo(20, -1);
  });

  it('finds no words more often where the signal is poor', () => {
    const nulls = (records: Prediction[]) => share(records, ({ prediction }) => prediction === null);
    const asr = rows({});

    expect(nulls(asr)).toBeCloseTo(0.002, 3);
    expect(nulls(asr.filter(({ features }) => (features.snr_db as number) < 10))).toBeGreaterThan(
      2 * nulls(asr.filter(({ features }) => (features.snr_db as number) >= 18)),
    );
  });

  it('misses the volume in 1 % of the requests', () => {
    expect(share(rows({ stage: 'vad' }), ({ features }) => features.volume_db === null)).toBeCloseTo(0.01, 2);
  });

  it('samples the resources of each stage every minute, GPU for the recogniser only', () => {
    const start = Date.parse('2026-11-18T09:00Z');
    const hour = history.samples.filter(
      ({ time }) => Date.parse(time) >= start && Date.parse(time) < start + HOUR_MS,
    );
    const resourcesOf = (stage: string) =>
      new Set(
        hour
          .filter((sample) => sample.stage === stage)
          .map(({ resources }) => Object.keys(resources).sort().join()),
      );

    expect(hour).toHaveLength(180);
    expect(resourcesOf('vad')).toEqual(new Set(['cpu,memoryBytes']));
    expect(resourcesOf('asr')).toEqual(new Set(['cpu,gpu,memoryBytes']));
    expect(resourcesOf('punctuation')).toEqual(new Set(['cpu,memoryBytes']));
  });

  it('labels the recogniser’s answers: 15 % within minutes, by users, and 5 % one to three days later', () => {
    const times = new Map(rows({}).map(({ requestId, time }) => [requestId, Date.parse(time)]));
    const lags = history.labels.map(
      ({ requestId, time }) => Date.parse(time) - (times.get(requestId) ?? Number.NaN),
    );
    const quick = lags.filter((lag) => lag <= 30 * MINUTE_MS);
    const slow = lags.filter((lag) => lag > 30 * MINUTE_MS);

    expect(quick.length / times.size).toBeCloseTo(0.15, 1);
    expect(slow.length / times.size).toBeCloseTo(0.05, 2);
    expect(Math.min(...quick)).toBeGreaterThan(0.9 * MINUTE_MS); // times are rounded
    expect(Math.min(...slow)).toBeGreaterThanOrEqual(DAY_MS);
    expect(Math.max(...slow)).toBeLessThanOrEqual(3 * DAY_MS);
  });
});

/** Pearson's correlation of confidence and estimated error among speakers of one age band. */
function confidenceCorrelation(selection: Selection, ageBand: string): number {
  const pairs = rows(selection)
    .filter(({ features, status }) => features.speaker_age_band === ageBand && status === 'ok')
    .map(
      ({ confidence, signals }) => [confidence as number, signals.estimated_word_error as number] as const,
    );
  const meanX = mean(pairs.map(([x]) => x));
  const meanY = mean(pairs.map(([, y]) => y));
  const covariance = mean(pairs.map(([x, y]) => (x - meanX) * (y - meanY)));
  const spread = (values: number[], centre: number) =>
    Math.sqrt(mean(values.map((value) => (value - centre) ** 2)));
  return (
    covariance /
    (spread(
      pairs.map(([x]) => x),
      meanX,
    ) *
      spread(
        pairs.map(([, y]) => y),
        meanY,
      ))
  );
}
