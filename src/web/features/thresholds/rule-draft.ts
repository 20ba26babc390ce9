import type { Severity } from '#contract/alert-words.ts';
import type { Rule, RuleDefinition, RuleLevel } from '#contract/rule.ts';
import { recoveryOf } from '#control/rule/recovery.ts';
import { isOfCategory } from '../../url/watched.ts';

/** What the values are of rows, where these can be few. */
export function valuesAre({ condition }: RuleDefinition): 'share' | 'count' | undefined {
  if (condition.kind !== 'metric') return undefined;
  if (condition.statistic === 'count') return 'count';
  return isOfCategory(condition.statistic) || condition.statistic === 'missingShare' ? 'share' : undefined;
}

const defaultTimers: Record<Severity, Pick<RuleLevel, 'forSlots' | 'keepSlots'>> = {
  critical: { forSlots: 3, keepSlots: 5 },
  warning: { forSlots: 5, keepSlots: 10 },
};

export function newLevel(severity: Severity, threshold: number): RuleLevel {
  return { threshold, ...defaultTimers[severity] };
}

/** A statistic whose window is its slot keeps it so. */
export function withSlots(draft: RuleDefinition, everySeconds: number): RuleDefinition {
  const { condition } = draft;
  if (condition.kind !== 'metric' || condition.windowSeconds !== draft.everySeconds) {
    return { ...draft, everySeconds };
  }
  return { ...draft, everySeconds, condition: { ...condition, windowSeconds: everySeconds } };
}

/** A recovery threshold that the limit was moved across follows it from then on. */
export function withLevel(
  draft: RuleDefinition,
  severity: Severity,
  patch: Partial<RuleLevel>,
): RuleDefinition {
  const level = draft.levels[severity];
  if (!level) return draft;
  const { recover, ...next } = { ...level, ...patch };
  const isCrossed =
    typeof recover === 'number' &&
    (draft.direction === 'above' ? recover > next.threshold : recover < next.threshold);
  const kept = recover === undefined || isCrossed ? next : { ...next, recover };
  return { ...draft, levels: { ...draft.levels, [severity]: kept } };
}

/** What is saved: recovery thresholds as numbers, so that they do not move with what is usual later; where nothing is known of it, the server reckons them. */
export function definitionOf(draft: RuleDefinition, usual: number): RuleDefinition {
  if (Number.isNaN(usual)) return draft;
  const levels = Object.fromEntries(
    Object.entries(draft.levels).map(([severity, level]) => [
      severity,
      { ...level, recover: savedRecovery(level, usual, draft.direction) },
    ]),
  );
  return { ...draft, levels };
}

/** What people chose stays as it is; what follows from the threshold is rounded, but never beyond it. */
function savedRecovery(level: RuleLevel, usual: number, direction: RuleDefinition['direction']): number {
  const recovery = recoveryOf(level, usual, direction);
  if (level.recover !== undefined) return recovery;
  const rounded = Number(recovery.toPrecision(4));
  return direction === 'above' ? Math.min(rounded, level.threshold) : Math.max(rounded, level.threshold);
}

/** A rule without what the server adds to it. */
export function draftOf({
  id: _id,
  pipeline: _pipeline,
  version: _version,
  usual: _usual,
  ...definition
}: Rule): RuleDefinition {
  return definition;
}
