import type { Severity } from '#contract/alert-words.ts';
import type { Rule, RuleDefinition, RuleLevel } from '#contract/rule.ts';
import type { RuleStatistic } from '#contract/rule-condition.ts';
import { recoveryOf } from '#control/rule/recovery.ts';
import type { MetricBook } from '../../format/metric-book.ts';
import { isOfCategory, type Watched } from '../../url/watched.ts';

const statisticNames: Record<RuleStatistic, string> = {
  count: 'count',
  rate: 'rate',
  mean: 'mean',
  p05: 'p5',
  p50: 'median',
  p90: 'p90',
  p95: 'p95',
  p99: 'p99',
  missingShare: 'missing share',
  share: 'share',
  otherShare: 'share of all but',
};

/** `p95 of latency`, `share of all but ok of status`. */
export function statisticLabel(statistic: RuleStatistic, category?: string): string {
  return category === undefined ? statisticNames[statistic] : `${statisticNames[statistic]} ${category}`;
}

/** What a rule watches, in words. */
export function watchedText({ condition, scope }: RuleDefinition, book: MetricBook): string {
  const what =
    condition.kind === 'metric'
      ? `${statisticLabel(condition.statistic, condition.category)} of ${condition.metrics.map((metric) => book.label(metric)).join(', ')}`
      : kindNames[condition.kind];
  return scope.segment ? `${what} (${scope.segment.join(', ')})` : what;
}

const kindNames: Record<Exclude<RuleDefinition['condition']['kind'], 'metric'>, string> = {
  change: 'change against an earlier time',
  band: 'outside the band of the hour of the week',
  shift: 'sustained shift',
  drift: 'drift of metrics',
  stageDrift: 'drift of the stage',
  quality: 'quality',
  labelDelay: 'delay of labels',
  runLate: 'late run',
  siteSilent: 'silent site',
  burnRate: 'burn rate of an objective',
  newCategory: 'new categories',
  composite: 'several rules together',
  alarmBudget: 'false alarms over what was promised',
};

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

/** A rule with one warning level, which pages nobody, until people decide otherwise. */
export function newDraft(
  { stage, metric, statistic, category }: Watched,
  {
    name,
    isBatch,
    threshold,
    direction = 'above',
  }: { name: string; isBatch: boolean; threshold: number; direction?: RuleDefinition['direction'] },
): RuleDefinition {
  const everySeconds = isBatch ? 86_400 : 300;
  return {
    name,
    state: 'active',
    scope: { stage },
    condition: {
      kind: 'metric',
      metrics: [metric],
      statistic,
      ...(category !== undefined && { category }),
      windowSeconds: everySeconds,
    },
    direction,
    levels: { warning: newLevel('warning', threshold) },
    everySeconds,
    noData: { policy: 'alert', afterSlots: 10 },
    queryOffsetSeconds: null,
    labels: {},
  };
}

export function withSlots(draft: RuleDefinition, everySeconds: number): RuleDefinition {
  if (draft.condition.kind !== 'metric') return { ...draft, everySeconds };
  return { ...draft, everySeconds, condition: { ...draft.condition, windowSeconds: everySeconds } };
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

/** What is saved: recovery thresholds as numbers, so that they do not move with what is usual later. */
export function definitionOf(draft: RuleDefinition, usual: number): RuleDefinition {
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
