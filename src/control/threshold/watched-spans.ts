import type { Rule, RuleVersion } from '#contract/rule.ts';
import type { Span } from '../alert/rehearse.ts';

/**
 * When a rule was active and decided just as it does now, the latest first: a limit that was moved begins its record anew, new
 * words or a new owner do not.
 *
 * @param versions of one rule, newest first
 */
export function watchedSpans(versions: readonly RuleVersion[], nowMs: number): Span[] {
  const [newest] = versions;
  if (!newest) return [];
  const decision = decisionOf(newest.rule);
  const spans: Span[] = [];
  let toMs = nowMs;
  for (const { rule, createdAt } of versions) {
    if (decisionOf(rule) !== decision) break;
    const fromMs = Date.parse(createdAt);
    if (rule.state === 'active' && fromMs < toMs) spans.push({ fromMs, toMs });
    toMs = fromMs;
  }
  return spans;
}

/** What an alert of the rule depends on. */
function decisionOf({ condition, scope, direction, levels, everySeconds }: Rule): string {
  return JSON.stringify([condition, scope, direction, levels, everySeconds]);
}
