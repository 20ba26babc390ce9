import type { MetricKind } from '#contract/metric.ts';
import type { RuleStatistic } from '#contract/rule-condition.ts';
import { formatNames, parseNames } from './series-id.ts';

/** What a new rule is to watch, as a link says it. */
export type Watched = {
  pipeline: string;
  stage: string;
  metric: string;
  statistic: RuleStatistic;
  category?: string;
};

export function formatWatched({ pipeline, stage, metric, statistic, category }: Watched): string {
  return formatNames([pipeline, stage, metric, statistic, ...(category === undefined ? [] : [category])]);
}

/** Of `pipeline~stage~metric~statistic`, with a category behind it where the statistic is of one; undefined for anything else. */
export function parseWatched(text: string | undefined): Watched | undefined {
  const [pipeline, stage, metric, asked, category] = parseNames(text ?? '');
  const statistic = offered.find((name) => name === asked);
  if (!pipeline || !stage || !metric || !statistic) return undefined;
  if (ofCategory.includes(statistic) !== (category !== undefined)) return undefined;
  return { pipeline, stage, metric, statistic, ...(category !== undefined && { category }) };
}

const numeric = ['mean', 'p05', 'p50', 'p95', 'p99', 'count', 'rate', 'missingShare'] as const;
const categorical = ['share', 'otherShare', 'count', 'rate', 'missingShare'] as const;
const ofCategory: readonly RuleStatistic[] = ['share', 'otherShare'];
const offered: readonly RuleStatistic[] = [...new Set<RuleStatistic>([...numeric, ...categorical])];

/** What can be rehearsed of a metric. */
export function statisticsOf(kind: MetricKind): readonly RuleStatistic[] {
  return kind === 'numeric' ? numeric : categorical;
}

export function isOfCategory(statistic: RuleStatistic): boolean {
  return ofCategory.includes(statistic);
}
