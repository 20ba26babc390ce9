import type { SilenceMatcher } from '#contract/silence.ts';

const HOUR_MS = 3_600_000;
const LONGEST_ALONE_MS = 24 * HOUR_MS;
const MOST_ALERTS_ALONE = 10;
/** What a silence may name and still be about everything of a pipeline. */
const wideLabels: ReadonlySet<string> = new Set(['pipeline', 'severity', 'kind']);

/**
 * Why a silence is too broad for one person alone; empty where it is not. It is for longer than a day, it holds many open
 * alerts back at once, or it names nothing narrower than a pipeline.
 */
export function breadthOf({
  matchers,
  lengthMs,
  caughtNow,
}: {
  matchers: readonly SilenceMatcher[];
  lengthMs: number;
  /** Open alerts that it catches. */
  caughtNow: number;
}): string[] {
  const isNarrow = matchers.some(({ label, operator }) => operator === 'is' && !wideLabels.has(label));
  return [
    ...(isNarrow ? [] : ['it names nothing narrower than a pipeline']),
    ...(lengthMs > LONGEST_ALONE_MS ? ['it lasts longer than 24 h'] : []),
    ...(caughtNow > MOST_ALERTS_ALONE ? [`it catches ${caughtNow} open alerts`] : []),
  ];
}
