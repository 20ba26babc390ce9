import { routeUrl } from '#contract/client.ts';
import { metricRoutes } from '#contract/routes/metric-routes.ts';
import type { RuleDefinition } from '#contract/rule.ts';
import type { RuleCondition } from '#contract/rule-condition.ts';
import type { SeriesChoice } from '#workers/tasks/series-tasks.ts';
import type { RuleSource } from '#workers/rehearsal/rehearsal-protocol.ts';

/** As many slots as one answer of the server holds. */
const SLOTS_IN_PIECE = 4_000;

export type RehearsedRule = Pick<RuleDefinition, 'scope' | 'condition' | 'everySeconds'>;

/** Where the values of a rule's first metric come from; else why it cannot be rehearsed on a series. */
export function ruleSourceOf(
  pipeline: string,
  { scope, condition, everySeconds }: RehearsedRule,
  window: { fromMs: number; toMs: number },
): { source: RuleSource } | { obstacle: string } {
  const { stage, version, segment } = scope;
  if (condition.kind !== 'metric' || stage === undefined) {
    return {
      obstacle: `A rule of kind ${condition.kind} is not rehearsed here: its value is no plain series.`,
    };
  }
  if (condition.windowSeconds !== everySeconds) {
    return {
      obstacle: 'Its windows overlap, and the series has only whole slots: it is not rehearsed here.',
    };
  }
  const choice = seriesOf(condition, stage);
  if (!choice) return { obstacle: `The series has no ${condition.statistic}: it is not rehearsed here.` };

  const stepMs = everySeconds * 1000;
  const fromMs = Math.floor(window.fromMs / stepMs) * stepMs;
  const toMs = Math.floor(window.toMs / stepMs) * stepMs; // the slot under way is not evaluated yet
  const pieceMs = SLOTS_IN_PIECE * stepMs;
  const count = Math.max(1, Math.ceil((toMs - fromMs) / pieceMs));
  const pieces = Array.from({ length: count }, (_, piece) => {
    const start = fromMs + piece * pieceMs;
    const query = {
      stage,
      metric: [choice.series.metric],
      from: new Date(start).toISOString(),
      to: new Date(Math.max(start + stepMs, Math.min(toMs, start + pieceMs))).toISOString(),
      step: everySeconds,
      version,
      seg: segment,
    };
    return routeUrl(metricRoutes.series, { params: { pipeline }, query });
  });
  return { source: { url: pieces.join(' '), pieces, ...choice, fromMs, toMs, stepMs } };
}

/** Stands in where there is no series; its queries are not enabled. */
export const noSource: RuleSource = {
  url: '',
  pieces: [],
  series: { stage: '', metric: '', statistic: 'mean' },
  factor: 1,
  isZeroWithoutRows: false,
  fromMs: 0,
  toMs: 0,
  stepMs: 1,
};

type MetricCondition = Extract<RuleCondition, { kind: 'metric' }>;

function seriesOf(
  { metrics, statistic, category, windowSeconds }: MetricCondition,
  stage: string,
): Pick<RuleSource, 'series' | 'factor' | 'isZeroWithoutRows'> | undefined {
  const [metric] = metrics;
  if (metric === undefined) return undefined;
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
