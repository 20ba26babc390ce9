import { Link } from 'wouter';
import { metricsPath } from '../url/links.ts';
import { useView } from '../url/use-view.ts';
import styles from './muted-metrics.module.css';

/** How many metrics the team has muted here, and where that is changed; nothing when there are none. */
export function MutedMetrics({ pipeline, stage, count }: { pipeline: string; stage: string; count: number }) {
  const { view } = useView();
  if (count === 0) return null;
  return (
    <p className={styles.muted}>
      {count} muted, <Link href={metricsPath(pipeline, stage, view)}>refine metrics</Link>
    </p>
  );
}
