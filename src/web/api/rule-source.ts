import { routeUrl } from '#contract/client.ts';
import type { Severity } from '#contract/alert-words.ts';
import { metricRoutes } from '#contract/routes/metric-routes.ts';
import type { Rule, RuleDefinition } from '#contract/rule.ts';
import type { RuleCondition } from '#contract/rule-condition.ts';
import { isMergeable, leadMs, type SeriesCondition } from '#control/threshold/series-history.ts';
import type { SeriesChoice } from '#workers/tasks/series-tasks.ts';
import type { RuleSource, SeriesSource } from '#workers/rehearsal/rehearsal-protocol.ts';

/** As many slots as one answer of the server holds. */
const SLOTS_IN_PIECE = 4_000;

type Request = {
  pipeline: string;
  rule: RuleDefinition;
  /** Which alert of the rule: a metric, a site, a stage. */
  alert?: string | undefined;
  /** Of the pipeline: a composite looks at them. */
  rules: readonly Rule[];
  window: { fromMs: number; toMs: number };
};

/** Where the values of a rule come from; else why there is no history of them. */
export function ruleSourceOf(request: Request): { source: RuleSource } | { obstacle: string } {
  const { pipeline, rule, rules, alert, window } = request;
  const { scope, condition, everySeconds, queryOffsetSeconds, budget } = rule;
  const everyMs = everySeconds * 1000;
  const place = {
    fromMs: Math.floor(window.fromMs / everyMs) * everyMs,
    toMs: Math.floor(window.toMs / everyMs) * everyMs, // the slot under way is not evaluated yet
    everyMs,
    alert,
  };
  const common = [pipeline, scope, condition, everySeconds, place.fromMs, place.toMs];
  if (condition.kind === 'alarmBudget') {
    return {
      obstacle: 'What it watches is what people say of alarms: there is no history to rehearse it on.',
    };
  }
  if (condition.kind === 'labelDelay' && condition.measure === 'silence') {
    return { obstacle: 'Only the latest label is kept, so the past of this cannot be rehearsed.' };
  }
  if (condition.kind === 'composite') {
    const children = childrenOf(condition, rules);
    return {
      source: { ...place, key: JSON.stringify(common), from: 'composite', pipeline, rules: children },
    };
  }
  const series = seriesSource(request, place);
  if (series)
    return { source: { ...place, key: JSON.stringify([...common, series.series.metric]), ...series } };
  return {
    source: {
      ...place,
      key: JSON.stringify([...common, queryOffsetSeconds, condition.kind === 'stageDrift' && budget]),
      from: 'preview',
      pipeline,
      rule: { ...rule, direction: 'above', levels: { warning: anyLevel } },
    },
  };
}

/** The values do not depend on the levels, so that moving these asks for nothing. */
const anyLevel = { threshold: 0, recover: null, forSlots: 0, keepSlots: 0 };

function childrenOf(
  { rules: named }: Extract<RuleCondition, { kind: 'composite' }>,
  rules: readonly Rule[],
): { ruleId: string; severity: Severity }[] {
  return named.flatMap(({ rule, severity }) => {
    const child = rules.find(({ name }) => name === rule);
    return child ? [{ ruleId: child.id, severity }] : [];
  });
}

/** Undefined where the value is made of no series, or of windows that overlap. */
function seriesSource(
  { pipeline, rule, alert }: Request,
  { fromMs, toMs }: { fromMs: number; toMs: number },
): SeriesSource | undefined {
  const { scope, condition, everySeconds } = rule;
  const { stage, version, segment, eachVersion } = scope;
  if (stage === undefined || eachVersion || !isOfSeries(condition)) return undefined;
  const stepSeconds = stepOf(condition, everySeconds);
  if (stepSeconds === undefined) return undefined;
  const metric = condition.metrics.find((name) => name === alert) ?? condition.metrics[0];
  const choice = metric === undefined ? undefined : seriesOf(condition, stage, metric);
  if (!choice) return undefined;

  const windowMs = stepSeconds * 1000;
  const seriesFromMs = Math.floor((fromMs - leadMs(condition)) / windowMs) * windowMs;
  const pieceMs = SLOTS_IN_PIECE * windowMs;
  const count = Math.max(1, Math.ceil((toMs - seriesFromMs) / pieceMs));
  const pieces = Array.from({ length: count }, (_, piece) => {
    const start = seriesFromMs + piece * pieceMs;
    const query = {
      stage,
      metric: [choice.series.metric],
      from: new Date(start).toISOString(),
      to: new Date(Math.max(start + windowMs, Math.min(toMs, start + pieceMs))).toISOString(),
      step: stepSeconds,
      version,
      seg: segment,
    };
    return routeUrl(metricRoutes.series, { params: { pipeline }, query });
  });
  return { from: 'series', condition, pieces, seriesFromMs, windowMs, ...choice };
}

function isOfSeries(condition: RuleCondition): condition is SeriesCondition {
  return ['metric', 'change', 'band', 'shift'].includes(condition.kind);
}

/**
 * The windows of the series that the values are made of. A band and a shift look at whole ones anyway, the others back from the end
 * of the slot: windows that overlap are merged where the statistic allows it.
 */
function stepOf(condition: SeriesCondition, everySeconds: number): number | undefined {
  const { windowSeconds } = condition;
  const isWhole = everySeconds % windowSeconds === 0;
  switch (condition.kind) {
    case 'band':
    case 'shift':
      return windowSeconds;
    case 'metric':
      if (isWhole) return windowSeconds;
      return isMergeable(condition) && windowSeconds % everySeconds === 0 ? everySeconds : undefined;
    case 'change':
      return isWhole && condition.agoSeconds % windowSeconds === 0 ? windowSeconds : undefined;
  }
}

/** Stands in where there is no history; its queries are not enabled. */
export const noSource: RuleSource = {
  key: '',
  fromMs: 0,
  toMs: 0,
  everyMs: 1,
  from: 'composite',
  pipeline: '',
  rules: [],
};

function seriesOf(
  { statistic, category, windowSeconds }: SeriesCondition,
  stage: string,
  metric: string,
): Pick<SeriesSource, 'series' | 'factor' | 'isZeroWithoutRows'> | undefined {
  const plain = (series: Omit<SeriesChoice, 'stage' | 'metric'>) => ({
    series: { stage, metric, ...series },
    factor: 1,
    isZeroWithoutRows: series.statistic === 'count',
  });
  switch (statistic) {
    case 'rate':
      return { ...plain({ statistic: 'count' }), factor: 1 / windowSeconds };
    case 'share':
      return plain({ statistic: 'share', category });
    case 'otherShare':
      return plain({ statistic: 'share', category, isComplement: true });
    case 'p90':
      return undefined;
    case 'count':
    case 'mean':
    case 'p05':
    case 'p50':
    case 'p95':
    case 'p99':
    case 'missingShare':
      return plain({ statistic });
  }
}
