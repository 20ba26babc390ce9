import { type BinPair, hasUnseenBin } from '../bin-pair.ts';
import { totalOf } from '../counts.ts';
import { type BinnedSample, scoreBins } from '../drift-score.ts';
import { alarmEvidence } from '../drift-verdict.ts';
import { type LevelMemory, levelMemory, type LevelPair, widenedDispersion } from './level-memory.ts';
import { addSample, emptySample, mixedSample } from './mixed-sample.ts';
import { type NullPair, pairDispersion } from './row-dispersion.ts';
import { partOfSeason, type Season, seasonOf, seasonsWithin, stretches, stretchOf } from './season.ts';

/** Slots in which nothing drifts, whole ones of `stepMs` in order of time, of one metric. */
export type OwnSlots = { slots: readonly BinnedSample[]; startsMs: Float64Array; stepMs: number };

/** What the slots of a reference say of one metric: what to compare a slot with, and how much slots differ without drift. */
export type MetricHistory = {
  /** By which its slots are compared; undefined for none. */
  season: Season | undefined;
  dispersion: HistoryDispersion;
  /** Of its level, from slot to slot. */
  memory: LevelMemory;
  /** Of the season and of coarser ones, by part. */
  parts: readonly Parts[];
  /** Each slot against those that it is to be compared with. */
  own: readonly BinPair[];
};

/** Dependent rows that are worth one independent row: in one slot of `usualRows`, and in spans of `spanSlots` slots. */
export type HistoryDispersion = { slot: number; span: number; usualRows: number; spanSlots: number };

type Parts = { season: Season | undefined; samples: ReadonlyMap<number, BinnedSample> };

/** A part with fewer rows is no reference: the next coarser season is taken for it, at last the whole reference. */
const leastPartRows = 100;

/** Evidence is about inverse to the dispersion: few rounds are enough. */
const mostRounds = 20;
/** Of p-values that have no number. */
const mostRaised = 100;

/**
 * Chooses the season by which to compare (`seasonOf`), and finds how much slots, and eighths of the time, differ
 * from the slots that are like them outside their own eighth (`pairDispersion`): neither is compared with
 * itself, nor with neighbours that wandered along. A level that wanders is known to as many independent slots as its time is worth:
 * the fewer, the more evidence it takes (`widenedDispersion`). O(slots · bins · seasons).
 *
 * @param reference all its rows, as they were frozen
 * @throws {RangeError} when slots and starts differ in number, or slots in their bins
 */
export function metricHistory(reference: BinnedSample, own: OwnSlots): MetricHistory {
  const { slots, startsMs, stepMs } = own;
  const spanMs = (startsMs.at(-1) ?? 0) - (startsMs[0] ?? 0) + stepMs;
  const candidates = seasonsWithin(spanMs, stepMs);
  const season = seasonOf(slots.map(withMissing), startsMs, candidates);
  const used = [...candidates.slice(season ? candidates.indexOf(season) : candidates.length), undefined];
  const parts = used.map((level) => partsOf(reference, own, level));

  const slotPairs: SamplePair[] = [];
  const stretchPairs: SamplePair[] = [];
  for (const range of rangesOf(slots.length)) {
    const rest = restOf(reference, own, parts, range);
    for (let i = range.first; i < range.end; i++) {
      slotPairs.push([rest(i, i + 1), slots[i] as BinnedSample]);
    }
    const together = partsOf(reference, own, undefined, range).samples.get(0);
    if (together) stretchPairs.push([rest(range.first, range.end), together]);
  }
  const usualRows = medianOf(slots.map(({ counts }) => totalOf(counts)));
  const memory = levelMemory(
    slotPairs.map(([others, current]): LevelPair => [others.counts, current.counts]),
  );
  const slot = widenedDispersion(tailDispersion(slotPairs, dispersionBetween(slotPairs)), memory.independent);
  const span = Math.max(slot, tailDispersion(stretchPairs, dispersionBetween(stretchPairs)));
  const dispersion = { slot, span, usualRows, spanSlots: slots.length / stretches };
  return {
    season,
    dispersion,
    memory,
    parts: parts.slice(0, -1),
    own: slotPairs.map(([others, current]) => ({
      reference: others,
      current,
      dispersion: dispersionOf(dispersion, 1, totalOf(current.counts)),
    })),
  };
}

/**
 * The reference of the slots that start at these times, with these rows: the slots of the reference that lie in the
 * same parts of the season, in the same proportions. O(slots + parts · bins).
 *
 * @param reference all its rows, for parts that it has too few rows of
 * @param startsMs, rows finite, one a slot
 */
export function seasonalReference(
  { parts }: Pick<MetricHistory, 'parts'>,
  reference: BinnedSample,
  startsMs: ArrayLike<number>,
  rows: ArrayLike<number>,
): BinnedSample {
  if (parts.length === 0) return reference;
  const weights = new Map<BinnedSample, number>();
  for (let i = 0; i < startsMs.length; i++) {
    const like = sampleAt(parts, startsMs[i] as number) ?? reference;
    weights.set(like, (weights.get(like) ?? 0) + (rows[i] as number));
  }
  return mixedSample(weights, reference);
}

/**
 * The dispersion of a span of slots with so many rows, between that of a slot and that of a long span. Slots that
 * differ beyond chance do so however many rows they have, so that more rows in a slot do not say more. O(1).
 */
export function dispersionOf(
  { slot, span, usualRows, spanSlots }: HistoryDispersion,
  slots: number,
  rows: number,
): number {
  const length = spanSlots > 1 ? Math.min(1, (slots - 1) / (spanSlots - 1)) : 1;
  const usual = slots > 1 ? slot + (span - slot) * length : slot;
  return 1 + (usual - 1) * Math.max(1, rows / slots / Math.max(1, usualRows));
}

type SamplePair = readonly [others: BinnedSample, own: BinnedSample];
type Range = { first: number; end: number };

/** The slots of each stretch of time. */
function rangesOf(slots: number): Range[] {
  const ranges: Range[] = [];
  for (let i = 0; i < slots; i++) {
    const stretch = stretchOf(i, slots);
    const range = (ranges[stretch] ??= { first: i, end: i });
    range.end = i + 1;
  }
  return ranges.filter(Boolean);
}

function partsOf(
  reference: BinnedSample,
  { slots, startsMs }: OwnSlots,
  season: Season | undefined,
  { first, end }: Range = { first: 0, end: slots.length },
): Parts {
  const samples = new Map<number, BinnedSample>();
  for (let i = first; i < end; i++) {
    const part = partAt(season, startsMs[i] as number);
    const sum = samples.get(part) ?? emptyLike(reference);
    addSample(sum, slots[i] as BinnedSample);
    samples.set(part, sum);
  }
  return { season, samples };
}

function partAt(season: Season | undefined, timeMs: number): number {
  return season ? partOfSeason(season, timeMs) : 0;
}

function sampleAt(parts: readonly Parts[], timeMs: number): BinnedSample | undefined {
  for (const { season, samples } of parts) {
    const sample = samples.get(partAt(season, timeMs));
    if (sample && totalOf(sample.counts) >= leastPartRows) return sample;
  }
  return undefined;
}

/** With what slots of a stretch are to be compared: the like of them outside it. */
function restOf(
  reference: BinnedSample,
  own: OwnSlots,
  parts: readonly Parts[],
  range: Range,
): (first: number, end: number) => BinnedSample {
  const rest = parts.map(({ season, samples }): Parts => {
    const taken = [...partsOf(reference, own, season, range).samples];
    return {
      season,
      samples: new Map(taken.map(([part, sum]) => [part, without(samples.get(part) ?? sum, sum)])),
    };
  });
  const all = rest.at(-1)?.samples.get(0) ?? reference;
  const rows = own.slots.map(({ counts }) => totalOf(counts));
  return (first, end) =>
    seasonalReference({ parts: rest }, all, own.startsMs.subarray(first, end), rows.slice(first, end));
}

function dispersionBetween(pairs: readonly SamplePair[]): number {
  const each = (of: (sample: BinnedSample) => Float64Array): NullPair[] =>
    pairs.map(([others, own]) => [of(others), of(own)]);
  return Math.max(
    pairDispersion(
      each(({ counts }) => counts),
      pairs[0]?.[1].kind === 'numeric',
    ),
    pairDispersion(
      each(({ counts, missing }) => Float64Array.of(totalOf(counts), missing)),
      false,
    ),
  );
}

/**
 * The dispersion raised until the largest evidence of n pairs is what chance makes of n independent ones: above
 * ln n + 3 only once in twenty (the largest of n exponential numbers, Gumbel 1958). So a metric that bursts now and
 * then does not ask for more evidence of the others.
 */
function tailDispersion(pairs: readonly SamplePair[], dispersion: number): number {
  const limit = Math.log(pairs.length) + 3;
  let raised = dispersion;
  for (const [others, own] of pairs) {
    for (let round = 0; round < mostRounds; round++) {
      const evidence = alarmEvidence([scoreBins('jensenShannon', others, own, raised)]);
      if (!(evidence > limit)) break;
      raised *= Math.min(mostRaised, evidence / limit);
    }
  }
  return raised;
}

/** Without rows, and with what the reference knows of its bins. */
function emptyLike(reference: BinnedSample): BinnedSample {
  return { ...reference, ...emptySample(reference), hasUnseen: hasUnseenBin(reference) };
}

function without(sum: BinnedSample, taken: BinnedSample): BinnedSample {
  const rest = { ...sum, counts: sum.counts.slice(), ...(sum.sums && { sums: sum.sums.slice() }) };
  addSample(rest, taken, -1);
  return rest;
}

function withMissing({ counts, missing }: BinnedSample): Float64Array {
  const all = new Float64Array(counts.length + 1);
  all.set(counts);
  all[counts.length] = missing;
  return all;
}

function medianOf(values: number[]): number {
  return values.sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
}
