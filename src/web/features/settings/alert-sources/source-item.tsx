import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { AlertSource } from '#contract/alert-source.ts';
import { deleteAlertSourceMutation, testAlertSourceMutation } from '../../../api/alert-sources.ts';
import { formatAge } from '../../../format/time.ts';
import { reasonOf } from '../../../shell/boundary.tsx';
import { useNow } from '../../../shell/use-now.ts';
import { showToast } from '../../../ui/toasts.ts';
import styles from '../settings-page.module.css';
import { SourceTest } from './source-test.tsx';

/** One source: where it is, how it is doing, and what it answers now. */
export function SourceItem({
  source,
  obstacle,
  onChange,
}: {
  source: AlertSource;
  obstacle: string | undefined;
  onChange: () => void;
}) {
  const nowMs = useNow();
  const test = useMutation(testAlertSourceMutation());
  const remove = useMutation(deleteAlertSourceMutation(useQueryClient()));
  const { id, name, settings, error, projectionError } = source;
  const isAsked = settings.kind !== 'webhook';
  const fault = test.error ?? remove.error;
  return (
    <li className={styles.source}>
      <h2>{name}</h2>
      <p className={styles.address}>
        {isAsked ? (
          `${settings.kind === 'prometheus' ? 'Prometheus' : 'Alertmanager'} at ${settings.url}`
        ) : (
          <>
            Receiver for Alertmanager:{' '}
            <code>{`${window.location.origin}/api/v1/alert-sources/${id}/alertmanager`}</code>
          </>
        )}
      </p>
      <p className={error === null ? undefined : styles.error}>{stateText(source, nowMs)}</p>
      {projectionError !== null && (
        <p className={styles.error}>Acknowledgements cannot be shown there: {projectionError}</p>
      )}
      <span className={styles.acts}>
        {isAsked && (
          <button
            type="button"
            disabled={obstacle !== undefined || test.isPending}
            title={obstacle}
            onClick={() => test.mutate(id)}
          >
            {test.isPending ? 'Asking …' : 'Test'} <span className="visually-hidden">{name}</span>
          </button>
        )}
        <button type="button" disabled={obstacle !== undefined} title={obstacle} onClick={onChange}>
          Change <span className="visually-hidden">{name}</span>
        </button>
        <button
          type="button"
          disabled={obstacle !== undefined || remove.isPending}
          title={obstacle ?? 'Its open alerts end'}
          onClick={() =>
            remove.mutate(id, { onSuccess: () => showToast(`${name} is gone, and its alerts have ended.`) })
          }
        >
          Remove <span className="visually-hidden">{name}</span>
        </button>
      </span>
      {fault && (
        <p role="alert" className={styles.error}>
          {reasonOf(fault)}
        </p>
      )}
      {test.data && <SourceTest answer={test.data} />}
    </li>
  );
}

function stateText({ isEnabled, error, seenAt, settings }: AlertSource, nowMs: number): string {
  if (!isEnabled) return 'Switched off.';
  const age = seenAt === null ? undefined : formatAge(Math.max(0, nowMs - Date.parse(seenAt)));
  const heard = settings.kind === 'webhook' ? 'Last delivery' : 'Last read';
  const last = age === undefined ? '' : ` ${heard} ${age} ago.`;
  if (error !== null) return `Cannot be read: ${error}.${last}`;
  return age === undefined ? 'Nothing was heard of it yet.' : last.trim();
}
