import { Link } from 'wouter';
import { builtInMetrics, uptimeMetric } from '#contract/metric.ts';
import { newThresholdPath } from '../../url/links.ts';
import { useView } from '../../url/use-view.ts';
import { formatWatched, type Watched } from '../../url/watched.ts';
import { shareOfTrue } from './panel-band.ts';
import type { Panel } from './panels.ts';
import styles from './metric-group-block.module.css';

/** From a chart to the editor of a rule on what it draws. */
export function ThresholdLink({
  pipeline,
  stage,
  panel,
}: {
  pipeline: string;
  stage: string;
  panel: Pick<Panel, 'id' | 'title' | 'series'>;
}) {
  const { view } = useView();
  const watched = watchedOf(panel);
  if (!watched) return null;
  return (
    <Link
      className={styles.threshold}
      href={newThresholdPath(formatWatched({ pipeline, stage, ...watched }), view)}
      aria-label={`Set a threshold on ${panel.title}`}
    >
      Set a threshold
    </Link>
  );
}

/** The line of the chart that people mean by its title; undefined where it is made from several metrics. */
function watchedOf({
  id,
  series,
}: Pick<Panel, 'id' | 'series'>): Pick<Watched, 'metric' | 'statistic' | 'category'> | undefined {
  const [first] = series;
  if (!first || id === 'inFlight' || id === uptimeMetric) return undefined;
  if (id === 'requests') return { metric: builtInMetrics.status, statistic: 'rate' };
  if (id === builtInMetrics.status) return { metric: id, statistic: 'otherShare', category: 'ok' };
  if (id === builtInMetrics.latency) return { metric: id, statistic: 'p95' };
  if (first.name === shareOfTrue) return { metric: id, statistic: 'share', category: 'true' };
  if (first.name === 'median') return { metric: id, statistic: 'p50' };
  return { metric: id, statistic: 'share', category: first.name };
}
