import type { RuleDefinition } from '#contract/rule.ts';
import type { RuleCondition, RuleStatistic } from '#contract/rule-condition.ts';
import type { MetricBook } from '../../format/metric-book.ts';
import { formatDuration } from '../../format/number.ts';

type RuleKind = RuleCondition['kind'];

/** The kinds of rules in the order of the choice. */
export const kindNames: Record<RuleKind, string> = {
  metric: 'a statistic',
  change: 'change against an earlier time',
  band: 'band of the hour of the week',
  shift: 'sustained shift',
  drift: 'drift of metrics',
  stageDrift: 'drift of the stage',
  newCategory: 'new categories',
  quality: 'quality',
  labelDelay: 'delay of labels',
  burnRate: 'burn rate of an objective',
  runLate: 'late run',
  siteSilent: 'silent site',
  composite: 'several rules together',
  alarmBudget: 'false alarms over what was promised',
};

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
  const what = conditionText(condition, book);
  return scope.segment ? `${what} (${scope.segment.join(', ')})` : what;
}

/** What a rule is called that nobody has named. */
export function suggestedName(rule: RuleDefinition, book: MetricBook): string {
  const { stage } = rule.scope;
  const what = watchedText(rule, book);
  return (stage === undefined ? what : `${what}, ${stage}`).slice(0, MOST_CHARACTERS);
}

/** As many as a name may have. */
const MOST_CHARACTERS = 200;

function conditionText(condition: RuleCondition, book: MetricBook): string {
  const metrics = 'metrics' in condition ? condition.metrics.map((id) => book.label(id)).join(', ') : '';
  switch (condition.kind) {
    case 'metric':
      return `${statisticLabel(condition.statistic, condition.category)} of ${metrics}`;
    case 'change': {
      const of = `${statisticLabel(condition.statistic, condition.category)} of ${metrics}`;
      return `change of the ${of} against ${formatDuration(condition.agoSeconds * 1000)} before`;
    }
    case 'band':
      return `${statisticLabel(condition.statistic, condition.category)} of ${metrics} outside its band of the hour of the week`;
    case 'shift':
      return `sustained shift of the ${statisticLabel(condition.statistic, condition.category)} of ${metrics}`;
    case 'drift':
      return `drift of ${metrics}`;
    case 'newCategory':
      return `new categories of ${metrics}`;
    case 'quality':
      return `${condition.measure}, ${condition.basis}`;
    case 'burnRate':
      return `burn rate of ${Number((condition.objective * 100).toPrecision(6))} % good ${book.label(condition.metric)}`;
    case 'composite':
      return `${condition.rules.map(({ rule }) => rule).join(', ')} together`;
    case 'stageDrift':
      return condition.group === 'all'
        ? kindNames.stageDrift
        : `drift of all ${condition.group}s of the stage`;
    case 'labelDelay':
    case 'runLate':
    case 'siteSilent':
    case 'alarmBudget':
      return kindNames[condition.kind];
  }
}
