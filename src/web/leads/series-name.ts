import type { SeriesChoice } from '#workers/tasks/series-tasks.ts';
import { metricLabel, metricUnit } from '../format/metric-label.ts';
import type { Unit } from '../format/number.ts';
import { formatNames } from '../url/series-id.ts';

/** What a series is called beside its stage: "Latency p95", "snr_db", "device = phone". */
export function seriesName({ metric, statistic, category, isComplement }: SeriesChoice): string {
  const label = metricLabel(metric);
  if (category === 'true' || isComplement) return label;
  if (category !== undefined) return `${label} = ${category}`;
  return statistic === 'mean' ? label : `${label} ${statistic}`;
}

export function seriesUnit({ metric, statistic }: SeriesChoice): Unit {
  return statistic === 'share' ? 'share' : metricUnit(metric);
}

/** As the URL names it. */
export function seriesId({ stage, metric }: SeriesChoice): string {
  return formatNames([stage, metric]);
}
