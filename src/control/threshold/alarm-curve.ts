import type { RuleLevel } from '#contract/rule.ts';
import { quantileOfSorted } from '#stats/describe.ts';
import { sortFinite } from '#stats/sort.ts';
import type { Span } from '../alert/rehearse.ts';
import { replay, type ReplayedRule } from './replay.ts';
import { daysSeen, type Direction, type RuleHistory } from './rule-history.ts';
import { shiftDelays } from './shift-delay.ts';

const CANDIDATES = 40;
/** The shift whose delay the curve shows, in robust standard deviations. */
const SHIFT = 2;

export type AlarmCurvePoint = {
  threshold: number;
  episodesPerWeek: number;
  /** Until a lasting shift of two robust standard deviations is noticed; null where it is not within a day. */
  shiftDelayMs: number | null;
  /** Incidents that it catches. */
  caught: number;
  /** Of those; NaN without one. */
  medianDelayMs: number;
};

/** Thresholds from the middle of the values to beyond the worst one, closer together in the tail; ascending in badness. */
export function candidateThresholds(history: RuleHistory, direction: Direction): number[] {
  const sorted = sortFinite(history.values);
  if (sorted.length === 0) return [];
  const at = (share: number) => quantileOfSorted(sorted, direction === 'above' ? share : 1 - share);
  const steps = CANDIDATES - 4;
  const inside = Array.from({ length: steps }, (_, i) =>
    at(1 - 0.5 * (2 / sorted.length) ** (i / (steps - 1))),
  );
  const worst = at(1);
  const beyond = [0, 0.05, 0.15, 0.3].map((share) => worst + share * (worst - at(0.5)));
  return [...new Set([...inside, ...beyond])];
}

/** What one level of the rule would have done at a threshold, by the same machine. */
export function alarmCurvePoint(
  history: RuleHistory,
  rule: Omit<ReplayedRule, 'levels'> & { timers: Pick<RuleLevel, 'forSlots' | 'keepSlots'> },
  threshold: number,
  incidents: readonly Span[],
): AlarmCurvePoint {
  const { timers, ...rest } = rule;
  const replayed = { ...rest, levels: { critical: { threshold, ...timers } } };
  const { episodes, caught, medianDelayMs } = replay(history, replayed, incidents);
  const [delay] = shiftDelays(history, replayed, [SHIFT]);
  return {
    threshold,
    episodesPerWeek: (episodes.length * 7) / daysSeen(history),
    shiftDelayMs: delay?.medianMs ?? null,
    caught,
    medianDelayMs,
  };
}
