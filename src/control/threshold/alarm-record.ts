import type { AlertVerdict } from '#contract/alert.ts';
import type { Span } from '../alert/rehearse.ts';
import { WEEK_MS } from './rule-history.ts';

/** What became of the alarms of a rule while it decided as it does now. */
export type AlarmCounts = {
  /** That it was watched; 0 where it never was. */
  weeks: number;
  /** By what people said of them. */
  real: number;
  noise: number;
  unmarked: number;
};

/** Alarms that fired within the spans, by their verdicts. O(spans · episodes). */
export function countAlarms(
  spans: readonly Span[],
  episodes: readonly { fromMs: number; verdict: AlertVerdict | null }[],
): AlarmCounts {
  const own = episodes.filter(({ fromMs }) =>
    spans.some((span) => fromMs >= span.fromMs && fromMs < span.toMs),
  );
  const marked = (wanted: AlertVerdict | null) => own.filter(({ verdict }) => verdict === wanted).length;
  return {
    weeks: spans.reduce((sum, { fromMs, toMs }) => sum + toMs - fromMs, 0) / WEEK_MS,
    real: marked('real'),
    noise: marked('noise'),
    unmarked: marked(null),
  };
}
