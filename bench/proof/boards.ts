import { calibratedLevel } from '#stats/budget/calibrated-level.ts';
import { dispersionOf, metricHistory, seasonalReference } from '#stats/budget/metric-history.ts';
import { type BinnedSample, type DriftScore, scoreBins } from '#stats/drift-score.ts';
import { alarmEvidence, verdictOf } from '#stats/drift-verdict.ts';
import { type Draw, mulberry32 } from '#stats/random.ts';
import { type Source, wanderingSource, wavingSource } from './columns.ts';
import { percent, table } from './markdown.ts';
import { binnerOf, chunksOf, evidently, nannyml, weeklyLevel } from './rules.ts';

const hourMs = 3_600_000;
const perHour = 180;
const features = 20;
const boards = 4;
const [hoursBefore, hoursAfter] = [5 * 24, 7 * 24];
/** A Monday. */
const startMs = 4 * 24 * hourMs;

type Case = { name: string; isDrift: boolean; before: () => Source; after?: () => Source };

const cases: readonly Case[] = [
  { name: 'independent rows', isDrift: false, before: () => wavingSource(0) },
  { name: 'autocorrelation 0.5', isDrift: false, before: () => wavingSource(0.5) },
  { name: 'autocorrelation 0.9', isDrift: false, before: () => wavingSource(0.9) },
  { name: 'daily wave of 1 sd', isDrift: false, before: () => wavingSource(0, 1) },
  { name: 'daily wave, autocorrelation 0.9', isDrift: false, before: () => wavingSource(0.9, 1) },
  {
    name: 'daily wave that comes 6 hours earlier',
    isDrift: true,
    before: () => wavingSource(0, 1),
    after: () => wavingSource(0, 1, { firstHour: 6 }),
  },
  {
    name: 'daily wave, every hour + 0.5 sd',
    isDrift: true,
    before: () => wavingSource(0, 1),
    after: () => wavingSource(0, 1, { shift: 0.5 }),
  },
  {
    name: 'daily wave, autocorrelation 0.9, + 1 sd',
    isDrift: true,
    before: () => wavingSource(0.9, 1),
    after: () => wavingSource(0.9, 1, { shift: 1 }),
  },
  { name: 'a level that wanders, 0.9 from hour to hour', isDrift: false, before: () => wanderingSource(0.9) },
  {
    name: 'a level that wanders, 0.5 from hour to hour, + 1 sd',
    isDrift: true,
    before: () => wanderingSource(0.5),
    after: () => wanderingSource(0.5, 1),
  },
];

/** Twenty features in hourly windows of 180 rows over a week, against the five days before; where it drifts, one feature in four does. */
export function boardTable(): string {
  const rows = cases.map(({ name, isDrift, before, after }, c) => {
    const draw = mulberry32(3000 + c);
    const counts = { theirs: 0, half: 0, other: 0, naive: 0, ours: 0 };
    let seen = 0;
    for (let board = 0; board < boards; board++) {
      const watched = Array.from({ length: features }, (_, at) =>
        watchedFeature(before, at % 4 === 0 ? (after ?? before) : before, draw, after !== undefined),
      );
      const { level, own } = calibrated(watched);
      seen += own;
      for (let hour = 0; hour < hoursAfter; hour++) {
        const flagged = watched.filter(({ evidently: isFlagged }) => isFlagged[hour]).length;
        if (flagged > 0) counts.theirs += 1;
        if (flagged >= features / 2) counts.half += 1;
        if (watched.some(({ nannyml: isFlagged }) => isFlagged[hour])) counts.other += 1;
        if (
          isAlarm(
            watched.map(({ naive }) => naive[hour] as DriftScore),
            weeklyLevel,
          )
        )
          counts.naive += 1;
        if (
          isAlarm(
            watched.map(({ ours }) => ours[hour] as DriftScore),
            level,
          )
        )
          counts.ours += 1;
      }
    }
    const checks = boards * hoursAfter;
    const { theirs, half, other, naive, ours } = counts;
    return [
      isDrift ? `**drifts**: ${name}` : name,
      ...[theirs, half, other, naive, ours].map((count) => percent(count / checks)),
      percent(seen / boards / hoursBefore),
    ];
  });
  return table(
    [
      '',
      'Evidently, any column',
      'Evidently, half of the columns',
      'NannyML, any column',
      'Anchorwatch, by the law of chance alone',
      `Anchorwatch (promised ${percent(weeklyLevel)})`,
      'the same, in the own time of the reference',
    ],
    rows,
  );
}

function watchedFeature(before: () => Source, after: () => Source, draw: Draw, hasChanged: boolean) {
  const source = before();
  const values = source.draw(hoursBefore * perHour, draw);
  const reference = { kind: 'numeric' as const, values };
  const windows = chunksOf((hasChanged ? after() : source).draw(hoursAfter * perHour, draw), perHour);
  const [theirs, other] = [evidently.fit(reference, perHour), nannyml.fit(reference, perHour)];
  const { binned, count } = binnerOf(reference);
  const slots = chunksOf(values, perHour).map(count);
  const startsMs = Float64Array.from(slots, (_, hour) => startMs + hour * hourMs);
  const history = metricHistory(binned, { slots, startsMs, stepMs: hourMs });
  const current = windows.map(count);
  const ours = current.map((sample, hour) => {
    const atMs = startMs + (hoursBefore + hour) * hourMs;
    const like = seasonalReference(history, binned, [atMs], [perHour]);
    return scored(like, sample, dispersionOf(history.dispersion, 1, perHour));
  });
  return {
    history,
    evidently: windows.map(theirs),
    nannyml: windows.map(other),
    naive: current.map((sample) => scored(binned, sample, 1)),
    ours,
  };
}

function calibrated(watched: readonly ReturnType<typeof watchedFeature>[]): { level: number; own: number } {
  const evidence = Float64Array.from({ length: hoursBefore }, (_, hour) =>
    alarmEvidence(
      watched.flatMap(({ history }) => {
        const pair = history.own[hour];
        return pair ? [scored(pair.reference, pair.current, pair.dispersion)] : [];
      }),
    ),
  );
  const budget = { alarms: 1, checksPerPeriod: 1 / weeklyLevel };
  const { perCheck, alarms } = calibratedLevel(evidence, budget, { meanBlock: 24, seed: 1 });
  return { level: perCheck, own: alarms };
}

function scored(reference: BinnedSample, current: BinnedSample, dispersion: number): DriftScore {
  return scoreBins('jensenShannon', reference, current, dispersion);
}

function isAlarm(scores: readonly DriftScore[], level: number): boolean {
  return verdictOf(scores, { level }).some(({ verdict }) => verdict !== 'none');
}
