import { metricLabel, metricUnit } from '../format/metric-label.ts';
import type { Unit } from '../format/number.ts';
import type { MovingSeries } from './drift-moves.ts';
import { formatNames } from '../url/series-id.ts';

/** What a series is called beside its stage: "Latency p95", "snr_db", "device = phone", "drift of snr_db". */
export function seriesName({ metric, statistic, category, isComplement }: MovingSeries): string {
  const label = metricLabel(metric);
  if (statistic === 'drift') return `drift of ${label}`;
  if (category === 'true' || isComplement) return label;
  if (category !== undefined) return `${label} = ${category}`;
  return statistic === 'mean' ? label : `${label} ${statistic}`;
}

export function seriesUnit({ metric, statistic }: MovingSeries): Unit {
  if (statistic === 'drift') return 'none';
  return statistic === 'share' ? 'share' : metricUnit(metric);
}

/** As the URL names it. */
export function seriesId({ stage, metric }: Pick<MovingSeries, 'stage' | 'metric'>): string {
  return formatNames([stage, metric]);
}
