import type { DeskFile } from '../../api/file-desk.ts';
import { formatCount, formatDuration, formatValue } from '../../format/number.ts';
import { useNow } from '../../shell/use-now.ts';
import styles from './file-list.module.css';

/** How much is read, how fast, and how long it will take. */
export function ReadingProgress({
  file,
  onCancel,
}: {
  file: Extract<DeskFile, { state: 'reading' }>;
  onCancel: () => void;
}) {
  const nowMs = useNow();
  const { bytes, totalBytes, rows } = file.progress;
  const seconds = Math.max(0.001, (nowMs - file.startedMs) / 1000);
  const leftMs = bytes > 0 ? ((totalBytes - bytes) / bytes) * seconds * 1000 : undefined;
  return (
    <div className={styles.line}>
      <progress aria-label={`Reading ${file.file.name}`} value={bytes} max={Math.max(1, totalBytes)} />
      <span className={styles.meta}>
        {formatValue(bytes, 'bytes')} of {formatValue(totalBytes, 'bytes')}, {formatCount(rows)} rows
        {rows > 0 && seconds > 1 && `, ${formatValue(rows / seconds, 'count')} rows/s`}
        {leftMs !== undefined && seconds > 1 && `, ${formatDuration(leftMs)} left`}
      </span>
      <button type="button" onClick={onCancel}>
        Cancel
      </button>
    </div>
  );
}
