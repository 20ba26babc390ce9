import { useId } from 'react';
import { useFileDesk } from '../../api/use-file-desk.ts';
import styles from './drop-zone.module.css';

const accepted = '.csv,.tsv,.txt,.jsonl,.ndjson,.json,.parquet,.pq,.gz';

/** Where files are chosen; dropping works anywhere on the window. */
export function DropZone() {
  const desk = useFileDesk();
  const id = useId();
  return (
    <div className={styles.zone} data-screen-only>
      <label htmlFor={id}>Drop CSV, JSON lines or Parquet files anywhere here, or choose them</label>
      <input
        id={id}
        type="file"
        multiple
        accept={accepted}
        className={styles.input}
        onChange={({ target }) => {
          desk.add([...(target.files ?? [])]);
          target.value = ''; // so that the same file can be chosen again
        }}
      />
      <p className={styles.hint}>
        Up to 1 GB each, gzip too. Several together: a reference, current rows, labels that came later.
      </p>
    </div>
  );
}
