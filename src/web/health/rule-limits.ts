import { builtInMetrics } from '#contract/metric.ts';
import type { Rule } from '#contract/rule.ts';
import { limitText, type RuleLimit, type StageLimit, type StageLimits } from './stage-limits.ts';

/** The limits that rules set for single metrics of a stage: of all its rows, and as long as they are not paused. */
export function ruleLimits(rules: readonly Rule[], stage: string): RuleLimit[] {
  return rules.flatMap((rule) => {
    const { name, scope, condition, direction, levels, state } = rule;
    const isOfAllRows = scope.stage === stage && scope.version === undefined && !scope.segment?.length;
    if (state !== 'active' || !isOfAllRows || condition.kind !== 'metric') return [];
    const severity = levels.warning ? 'warning' : 'critical';
    const value = levels[severity]?.threshold;
    if (value === undefined) return [];
    const { metrics, statistic, category } = condition;
    return metrics.map((metric) => ({
      rule: name,
      metric,
      statistic,
      category,
      value,
      side: direction,
      severity,
    }));
  });
}

/** The limits of the headline figures: the strictest that rules or the target set, before what the reference lends. */
export function withRules(
  limits: StageLimits,
  rules: readonly RuleLimit[],
): Pick<StageLimits, 'latencyMs' | 'errorShare' | 'nullShare'> {
  const { latencyMs, errorShare, nullShare } = limits;
  const { latency, status, nullOutput } = builtInMetrics;
  const ofLatency = strictest(rules, latency, 'p95');
  const ofErrors = strictest(rules, status, 'otherShare', 'ok');
  const ofNulls = strictest(rules, nullOutput, 'share', 'true');
  const isTargetStricter =
    latencyMs?.origin === 'target' && latencyMs.value <= (ofLatency?.value ?? Infinity);
  return {
    latencyMs: ofLatency && !isTargetStricter ? setBy(ofLatency, 'ms') : latencyMs,
    errorShare: ofErrors ? setBy(ofErrors, 'share') : errorShare,
    nullShare: ofNulls ? setBy(ofNulls, 'share') : nullShare,
  };
}

function strictest(
  rules: readonly RuleLimit[],
  metric: string,
  statistic: string,
  category?: string,
): RuleLimit | undefined {
  return rules
    .filter((rule) => rule.metric === metric && rule.statistic === statistic && rule.category === category)
    .filter(({ side, value }) => side === 'above' && value > 0)
    .toSorted((a, b) => a.value - b.value)[0];
}

function setBy({ rule, value, severity }: RuleLimit, unit: 'ms' | 'share'): StageLimit {
  return { value, origin: 'rule', severity, text: `${limitText(value, unit)}, rule ${rule}` };
}
