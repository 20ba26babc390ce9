import { memo } from 'react';
import { Link } from 'wouter';
import { builtInMetrics, uptimeMetric } from '#contract/metric.ts';
import { newThresholdPath } from '../../url/links.ts';
import { useView } from '../../url/use-view.ts';
import { formatWatched, type Watched } from '../../url/watched.ts';
import { shareOfTrue } from './panel-band.ts';
import styles from './metric-group-block.module.css';

/** From a chart to the editor of a rule on what it draws. */
export const ThresholdLink = memo(function ThresholdLink({
  pipeline,
  stage,
  id,
  title,
  firstLine,
}: {
  pipeline: string;
  stage: string;
  /** Of the panel. */
  id: string;
  title: string;
  /** Name of the panel's first line. */
  firstLine: string | undefined;
}) {
  const { view } = useView();
  const watched = watchedOf(id, firstLine);
  if (!watched) return null;
  return (
    <Link
      className={styles.threshold}
      href={newThresholdPath(formatWatched({ pipeline, stage, ...watched }), view)}
      aria-label={`Set a threshold on ${title}`}
    >
      Set a threshold
    </Link>
  );
});

/** The line of the chart that people mean by its title; undefined where it is made from several metrics. */
function watchedOf(
  id: string,
  firstLine: string | undefined,
): Pick<Watched, 'metric' | 'statistic' | 'category'> | undefined {
  if (firstLine === undefined || id === 'inFlight' || id === uptimeMetric) return undefined;
  if (id === 'requests') return { metric: builtInMetrics.status, statistic: 'rate' };
  if (id === builtInMetrics.status) return { metric: id, statistic: 'otherShare', category: 'ok' };
  if (id === builtInMetrics.latency) return { metric: id, statistic: 'p95' };
  if (firstLine === shareOfTrue) return { metric: id, statistic: 'share', category: 'true' };
  if (firstLine === 'median') return { metric: id, statistic: 'p50' };
  return { metric: id, statistic: 'share', category: firstLine };
}
