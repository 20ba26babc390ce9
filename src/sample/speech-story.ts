import { DAY_MS, HOUR_MS, MINUTE_MS } from './units.ts';

/** When what happens to the simulated pipeline, in milliseconds since 1970; each is a whole minute. */
export type SpeechStory = {
  /** The first minute that has requests. */
  historyStart: number;
  /** Three times the usual traffic. */
  spike: Span;
  /** Speakers grow younger, and the recogniser's confidence means less for the young. */
  youngerVoices: number;
  /** The collection of data failed: no rows at all. */
  hole: Span;
  /** A candidate of the recogniser answers copies, until it takes a share of the requests. */
  asrShadow: number;
  asrCandidate: number;
  /** VAD v9 takes all requests, and what follows from it, on phones. */
  vadRelease: number;
  snrStep: number;
  errorStep: number;
  repeatsRise: number;
  /** What the candidate gets of the requests from `asrCandidate` on; 5 % where nothing is said. */
  asrCandidateShare?: number;
};

export type Span = { from: number; to: number };

const SHADOW_MS = 6 * HOUR_MS;

/** @param now the end of the history; what came to pass before it stays so after it */
export function speechStory(now: Date): SpeechStory {
  const end = Math.floor(now.getTime() / MINUTE_MS) * MINUTE_MS;
  const spike = lastTimeOfDay(end - 3.5 * DAY_MS, 15 * HOUR_MS);
  const hole = lastTimeOfDay(end - 1.5 * DAY_MS, 11 * HOUR_MS);
  const vadRelease = end - 90 * MINUTE_MS;
  const snrStep = vadRelease + MINUTE_MS;
  const errorStep = snrStep + 11 * MINUTE_MS;
  return {
    historyStart: end - 7 * DAY_MS,
    spike: { from: spike, to: spike + 25 * MINUTE_MS },
    youngerVoices: end - 3 * DAY_MS,
    hole: { from: hole, to: hole + 30 * MINUTE_MS },
    asrShadow: end - DAY_MS - SHADOW_MS,
    asrCandidate: end - DAY_MS,
    vadRelease,
    snrStep,
    errorStep,
    repeatsRise: errorStep + 4 * MINUTE_MS,
  };
}

export function isWithin({ from, to }: Span, time: number): boolean {
  return time >= from && time < to;
}

const MEAN_REQUESTS_PER_SECOND = 0.2;
const DAILY_SWING = 0.7;
const PEAK_HOUR = 14;

/** Requests per second to expect, by the time of day (UTC) and the story. */
export function requestRate(time: number, { spike }: SpeechStory): number {
  const usual = MEAN_REQUESTS_PER_SECOND * (1 + DAILY_SWING * dailyWave(time, PEAK_HOUR));
  return isWithin(spike, time) ? 3 * usual : usual;
}

/** 1 at `peakHour` (UTC), −1 twelve hours later. */
export function dailyWave(time: number, peakHour: number): number {
  return Math.cos((2 * Math.PI * (time - peakHour * HOUR_MS)) / DAY_MS);
}

/** Events of the day are put where the day has traffic, whatever the hour at which the sample is started. */
function lastTimeOfDay(before: number, timeOfDay: number): number {
  return Math.floor((before - timeOfDay) / DAY_MS) * DAY_MS + timeOfDay;
}
