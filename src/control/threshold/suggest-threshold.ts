import { mostProvable, poissonUpper } from '#stats/budget/poisson-rate.ts';
import { returnLevel } from '#stats/budget/return-level.ts';
import { runningMinimum } from '#stats/budget/running-minimum.ts';
import { countLimit, shareLimit } from '#stats/budget/low-counts.ts';
import { quantileOfSorted } from '#stats/describe.ts';
import { sortFinite } from '#stats/sort.ts';
import { replay } from './replay.ts';
import { daysSeen, DAY_MS, type Direction, type RuleHistory, WEEK_MS, worseAbove } from './rule-history.ts';

export const leastDays = 14;
const BLOCK_MS = DAY_MS / 4;
const SEED = 1;
/** Below the highest 5 % runs merge: a threshold that is always passed would count as one alarm. */
const TOP_SHARE = 0.95;
/** Above this the Poisson law is near enough to what the history shows. */
const LOW_COUNT = 30;

export type ThresholdQuestion = {
  /** Without incidents and planned work. */
  history: RuleHistory;
  direction: Direction;
  forSlots: number;
  keepSlots: number;
  /** False alarms that are agreed to. */
  perWeek: number;
  /** What the values are of rows, where these can be few. */
  valuesAre?: 'share' | 'count' | undefined;
};

export type SuggestedThreshold =
  | {
      status: 'ok';
      threshold: number;
      /** `certified`: the history holds so few alarms that the 95 % upper limit of their rate is within the budget. `extrapolated`: it is too short for that, and the tail beyond it is a model. */
      basis: 'certified' | 'extrapolated';
      /** What resamples of the history ask for (5 to 95 %): of an extrapolated one, whose upper end is taken. */
      interval?: { low: number; high: number };
      /** Alarms of the history at the threshold, and the 95 % upper limit of their rate. */
      episodes: number;
      upperPerWeek: number;
      days: number;
    }
  | { status: 'tooShort'; days: number; required: number }
  | { status: 'tooFewPeaks'; clusters: number; required: number };

/**
 * The threshold at which a rule raises at most `perWeek` false alarms a week. Where the history can prove the budget, the lowest
 * threshold whose replayed episodes do (Poisson upper limit, Garwood 1936). Else the return level of a Pareto tail, at the upper 95 % of a
 * block bootstrap (blocks of 6 h): of the running minimum over `forSlots` + 1 values, because that passes a threshold exactly where the
 * rule would fire, with peaks declustered by `keepSlots`. Shares of few rows and low counts get no lower limit than their exact
 * binomial or Poisson tail asks for. The threshold lies beyond the usual value, and is rounded away from it.
 * O(n log n + draws · n).
 */
export function suggestThreshold(question: ThresholdQuestion): SuggestedThreshold {
  const { direction, forSlots, keepSlots, perWeek } = question;
  const history = worseAbove(question.history, direction);
  const days = daysSeen(history);
  if (days < leastDays) return { status: 'tooShort', days, required: leastDays };

  const sorted = sortFinite(history.values);
  const usual = quantileOfSorted(sorted, 0.5);
  const weeks = (days * DAY_MS) / WEEK_MS;
  const episodesAt = (threshold: number) =>
    replay(history, {
      direction: 'above',
      levels: { critical: { threshold, forSlots, keepSlots } },
      usual,
    }).episodes.length;
  const rounded = (limit: number) => roundedBeyond(limit, (sorted.at(-1) as number) - usual);
  const answer = (limit: number, rest: { basis: 'certified' } | Extrapolated): SuggestedThreshold => {
    const threshold = rounded(Math.max(limit, usual, lowCountLimit(question, weeks)));
    const episodes = episodesAt(threshold);
    const sign = direction === 'above' ? 1 : -1;
    return {
      status: 'ok',
      ...rest,
      threshold: sign * threshold,
      episodes,
      upperPerWeek: poissonUpper(episodes) / weeks,
      days,
    };
  };

  const provable = mostProvable(perWeek * weeks);
  const minima = runningMinimum(history.values, forSlots + 1);
  if (provable !== undefined) {
    const limit = lowestWith(sortFinite(minima), (score) => episodesAt(rounded(score)) <= provable);
    return answer(limit ?? usual, { basis: 'certified' });
  }
  const found = returnLevel(minima, {
    rate: (perWeek * history.slotMs) / WEEK_MS,
    gap: keepSlots + 1,
    blockLength: Math.max(1, Math.round(BLOCK_MS / history.slotMs)),
    seed: SEED,
  });
  if (found.status === 'insufficient') {
    return { status: 'tooFewPeaks', clusters: found.clusters, required: found.required };
  }
  const interval =
    direction === 'above' ? { low: found.low, high: found.high } : { low: -found.high, high: -found.low };
  return answer(found.high, { basis: 'extrapolated', interval });
}

type Extrapolated = { basis: 'extrapolated'; interval: { low: number; high: number } };

/** The lowest of the top scores that keeps a promise which all higher ones keep, too. */
function lowestWith(sorted: Float64Array, keeps: (score: number) => boolean): number | undefined {
  let low = Math.floor(TOP_SHARE * (sorted.length - 1));
  let high = sorted.length - 1;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (keeps(sorted[middle] as number)) high = middle;
    else low = middle + 1;
  }
  return sorted[high];
}

/** What the exact tail of few rows asks for, larger being worse; −∞ where rows are many or unknown. */
function lowCountLimit(
  { history, direction, forSlots, perWeek, valuesAre }: ThresholdQuestion,
  weeks: number,
): number {
  const allowed = perWeek * weeks;
  if (valuesAre === 'share') {
    const { values, sizes } = worseShare(history, direction);
    let bad = 0;
    let rows = 0;
    for (let i = 0; i < values.length; i++) {
      if (Number.isNaN(values[i])) continue;
      bad += (values[i] as number) * (sizes[i] as number);
      rows += sizes[i] as number;
    }
    if (rows === 0) return -Infinity;
    const share = Math.min(1, poissonUpper(Math.round(bad)) / rows);
    const known = sizes.filter((_, i) => !Number.isNaN(values[i]));
    const limit = shareLimit(known, share, allowed, forSlots + 1);
    return direction === 'above' ? limit : limit - 1;
  }
  if (valuesAre === 'count' && direction === 'above') {
    const known = history.values.filter((value) => !Number.isNaN(value));
    const mean = known.reduce((sum, value) => sum + value, 0) / known.length;
    return mean > LOW_COUNT ? -Infinity : countLimit(mean, known.length, allowed, forSlots + 1);
  }
  return -Infinity;
}

/** The share of bad rows: a share that is watched below is one of good rows. */
function worseShare(history: RuleHistory, direction: Direction): RuleHistory {
  if (direction === 'above') return history;
  return { ...history, values: history.values.map((value) => 1 - value) };
}

/** The next number beyond `limit` of two digits of `spread`. */
function roundedBeyond(limit: number, spread: number): number {
  const scale = spread > 0 && Number.isFinite(spread) ? spread : Math.abs(limit) || 1;
  const step = 10 ** Math.floor(Math.log10(scale / 50));
  return Number(((Math.floor(limit / step) + 1) * step).toPrecision(12));
}
