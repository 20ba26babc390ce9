import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { alertSourcesQuery } from '../../../api/alert-sources.ts';
import { useObstacle } from '../../../api/obstacle.ts';
import styles from '../settings-page.module.css';
import { SourceForm } from './source-form.tsx';
import { SourceItem } from './source-item.tsx';

/** Other systems whose alerts are read into the inbox. */
export function SourcesSection() {
  const obstacle = useObstacle('createAlertSource');
  const [edited, setEdited] = useState<{ id: string | undefined }>();
  const { data: sources } = useQuery({
    ...alertSourcesQuery(),
    throwOnError: (_, query) => query.state.data === undefined,
  });
  if (!sources) return <p className={styles.loading}>Looking up the sources …</p>;
  const source = sources.find(({ id }) => id === edited?.id);
  return (
    <>
      <p className={styles.lead}>
        Alerts of a Prometheus or Alertmanager that you have, in the same inbox as ours. They end when they
        end there; where a source is out of reach nothing ends, and an alert says so.
      </p>
      {sources.length === 0 ? (
        <p className={styles.lead}>There is none yet.</p>
      ) : (
        <ul className={styles.sources} aria-label="Alert sources">
          {sources.map((one) => (
            <SourceItem
              key={one.id}
              source={one}
              obstacle={obstacle}
              onChange={() => setEdited({ id: one.id })}
            />
          ))}
        </ul>
      )}
      {edited === undefined ? (
        <>
          <button
            type="button"
            data-kind="primary"
            disabled={obstacle !== undefined}
            onClick={() => setEdited({ id: undefined })}
          >
            Add a source
          </button>
          {obstacle !== undefined && <p>{obstacle}</p>}
        </>
      ) : (
        <SourceForm key={edited.id} source={source} onDone={() => setEdited(undefined)} />
      )}
    </>
  );
}
