import { builtInMetrics, type Metric } from '#contract/metric.ts';
import type { Rule } from '#contract/rule.ts';
import type { RuleCondition } from '#contract/rule-condition.ts';

export type RuleKind = RuleCondition['kind'];

/** What a condition can be made of: a stage's metrics, and the other rules of the pipeline. */
export type ConditionMaterial = { metrics: readonly Metric[]; rules: readonly Rule[]; isBatch: boolean };

const HOUR = 3_600;
const DAY = 24 * HOUR;

/** A condition of that kind as one begins with it; what is watched already stays where the kind can take it. */
export function startCondition(
  kind: RuleKind,
  before: RuleCondition | undefined,
  { metrics, rules, isBatch }: ConditionMaterial,
): RuleCondition {
  const windowSeconds = isBatch ? DAY : HOUR;
  const kept = before && 'metrics' in before ? before.metrics : [];
  const byId = (wanted: string | undefined) => metrics.find(({ id }) => id === wanted);
  const first = byId(kept[0]) ?? byId(builtInMetrics.latency) ?? metrics.at(0);
  const source = {
    ...(before && 'statistic' in before ? sourceOf(before) : startSource(first)),
    windowSeconds,
  };
  const all = kept.length > 0 ? [...kept] : first ? [first.id] : [];
  switch (kind) {
    case 'metric':
      return { kind, ...source, windowSeconds: isBatch ? DAY : 300 };
    case 'change':
      return { kind, ...source, agoSeconds: 7 * DAY, as: 'ratio' };
    case 'band':
      return { kind, ...source, windowSeconds: HOUR, weeks: 4, sides: 'both' };
    case 'shift':
      return { kind, ...source, baselineSlots: 100, slots: 24, slack: 0.5, sides: 'both' };
    case 'drift':
      return { kind, metrics: all, method: 'jensenShannon', windowSeconds, level: 0.01 };
    case 'stageDrift':
      return {
        kind,
        group: 'input',
        method: 'jensenShannon',
        windowSeconds,
        naming: 'benjaminiYekutieli',
      };
    case 'quality':
      return { kind, measure: 'accuracy', basis: 'measured', windowSeconds: DAY, leastRows: 60 };
    case 'labelDelay':
      return { kind, measure: 'p50', windowSeconds: 7 * DAY };
    case 'runLate':
      return { kind };
    case 'siteSilent':
      return { kind, windowSeconds: 7 * DAY };
    case 'burnRate':
      return {
        kind,
        metric: builtInMetrics.status,
        goodCategory: 'ok',
        objective: 0.99,
        windows: [
          { longSeconds: HOUR, shortSeconds: 300, factor: 14.4 },
          { longSeconds: 6 * HOUR, shortSeconds: 1_800, factor: 6 },
        ],
        leastBad: 5,
      };
    case 'newCategory': {
      const named = metrics.filter(({ id, kind: of }) => of === 'categorical' && all.includes(id));
      const categorical =
        named.length > 0 ? named : metrics.filter((metric) => metric.kind === 'categorical');
      return { kind, metrics: categorical.slice(0, 1).map(({ id }) => id), windowSeconds, level: 0.01 };
    }
    case 'composite':
      return {
        kind,
        rules: rules
          .filter(({ condition }) => condition.kind !== 'alarmBudget')
          .slice(0, 2)
          .map(({ name, levels }) => ({ rule: name, severity: levels.warning ? 'warning' : 'critical' })),
        stale: 'hold',
      };
    case 'alarmBudget':
      return { kind, days: 28 };
  }
}

type Source = Pick<Extract<RuleCondition, { kind: 'metric' }>, 'metrics' | 'statistic' | 'category'>;

function sourceOf({ metrics, statistic, category }: Source): Source {
  return { metrics, statistic, ...(category !== undefined && { category }) };
}

/** The statistic that fits the metric: of a number its mean, of a category its share. */
export function startSource(metric: Metric | undefined): Source {
  const metrics = metric ? [metric.id] : [];
  if (!metric || metric.kind === 'numeric') return { metrics, statistic: 'mean' };
  const [category] = metric.categories;
  if (category === undefined) return { metrics, statistic: 'rate' };
  return metric.id === builtInMetrics.status
    ? { metrics, statistic: 'otherShare', category: 'ok' }
    : { metrics, statistic: 'share', category };
}
