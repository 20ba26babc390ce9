import { useQuery } from '@tanstack/react-query';
import { statusQuery } from '../api/status.ts';
import { formatCount } from '../format/number.ts';
import styles from './sample-progress.module.css';

/** How far the sample pipelines are filled in; nothing once they are. */
export function SampleProgress() {
  const { data: status } = useQuery(statusQuery());
  if (status?.sample.state === 'failed') {
    return (
      <p className={styles.line} role="status">
        The sample data could not be loaded: {status.sample.reason}
      </p>
    );
  }
  if (status?.sample.state !== 'loading') return null;

  const { share, rows } = status.sample;
  return (
    <div className={styles.line}>
      <label htmlFor="sample-progress">Sample data are being filled in</label>
      <progress id="sample-progress" max={1} value={share} />
      <span>
        {Math.floor(share * 100)} %, {formatCount(rows)} rows
      </span>
    </div>
  );
}
