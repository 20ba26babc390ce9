import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { Channel, DeliveryAttempt } from '#contract/notification-channel.ts';
import { deleteChannelMutation, testChannelMutation } from '../../../api/notifications.ts';
import { useObstacle } from '../../../api/obstacle.ts';
import { formatCount } from '../../../format/number.ts';
import { reasonOf } from '../../../shell/boundary.tsx';
import { LongName } from '../../../ui/long-name.tsx';
import { showToast } from '../../../ui/toasts.ts';
import { kindForms, whereText } from './channel-draft.ts';
import { ChannelDialog } from './channel-dialog.tsx';
import styles from './notifications.module.css';

/** The ways by which people and machines are told; each can be tried out. */
export function ChannelList({ channels }: { channels: readonly Channel[] }) {
  const obstacle = useObstacle('createChannel');
  const [edited, setEdited] = useState<Channel | 'new'>();
  return (
    <section aria-labelledby="channels" className={styles.section}>
      <h2 id="channels">Channels</h2>
      {obstacle !== undefined && <p className={styles.hint}>{obstacle}</p>}
      {channels.length === 0 ? (
        <p className={styles.hint}>There is none yet: alerts stand in the inbox, and nobody is told.</p>
      ) : (
        <ul className={styles.list}>
          {channels.map((channel) => (
            <ChannelItem
              key={channel.id}
              channel={channel}
              isDisabled={obstacle !== undefined}
              onEdit={() => setEdited(channel)}
            />
          ))}
        </ul>
      )}
      <button type="button" disabled={obstacle !== undefined} onClick={() => setEdited('new')}>
        Add a channel
      </button>
      {edited !== undefined && (
        <ChannelDialog channel={edited === 'new' ? undefined : edited} onClose={() => setEdited(undefined)} />
      )}
    </section>
  );
}

function ChannelItem({
  channel,
  isDisabled,
  onEdit,
}: {
  channel: Channel;
  isDisabled: boolean;
  onEdit: () => void;
}) {
  const tried = useMutation(testChannelMutation());
  const remove = useMutation(deleteChannelMutation(useQueryClient()));
  const { name, settings, isEnabled } = channel;
  const title = <span className="visually-hidden">{name}</span>;
  return (
    <li className={styles.item}>
      <span className={styles.what}>
        <strong>
          <LongName name={name} />
        </strong>
        <span>
          {kindForms[settings.kind].label}
          {!isEnabled && ', switched off'}
        </span>
        <span className={styles.where}>{whereText(channel)}</span>
      </span>
      <span className={styles.acts}>
        <button
          type="button"
          disabled={isDisabled || tried.isPending}
          onClick={() => tried.mutate(channel.id)}
        >
          {tried.isPending ? 'Sending …' : 'Send a test'} {title}
        </button>
        <button type="button" disabled={isDisabled} onClick={onEdit}>
          Change {title}
        </button>
        <button
          type="button"
          disabled={isDisabled || remove.isPending}
          onClick={() => remove.mutate(channel, { onSuccess: () => showToast(`${name} is gone.`) })}
        >
          Take away {title}
        </button>
      </span>
      <div role="status" className={styles.outcome}>
        {tried.data && <Outcome attempt={tried.data} />}
      </div>
      {(tried.error ?? remove.error) && (
        <p role="alert" className={styles.error}>
          {tried.error ? 'Not sent' : 'Not taken away'}: {reasonOf(tried.error ?? remove.error)}
        </p>
      )}
    </li>
  );
}

function Outcome({ attempt: { ok, status, latencyMs, answer, error } }: { attempt: DeliveryAttempt }) {
  return (
    <>
      <p data-failed={ok ? undefined : true}>
        {ok ? 'It arrived' : `It failed: ${error ?? 'no reason was given'}`}
        {status !== null && `, status ${status}`}, after {formatCount(Math.round(latencyMs))} ms.
      </p>
      {answer !== '' && <pre className={styles.answer}>{answer}</pre>}
    </>
  );
}
