import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useObstacle } from '../../../api/obstacle.ts';
import { disablePushMutation, enablePushMutation, pushObstacle, pushQuery } from '../../../api/push.ts';
import { reasonOf } from '../../../shell/boundary.tsx';
import styles from './notifications.module.css';

/** Whether this browser shows messages of the channels that reach its owner. */
export function PushPart() {
  const client = useQueryClient();
  const { data: push } = useQuery(pushQuery());
  const enable = useMutation(enablePushMutation(client));
  const disable = useMutation(disablePushMutation(client));
  const forbidden = useObstacle('subscribePush');
  const obstacle = pushObstacle() ?? forbidden;
  const fault = enable.error ?? disable.error;
  const isBusy = enable.isPending || disable.isPending;
  return (
    <section aria-labelledby="push" className={styles.section}>
      <h2 id="push">This browser</h2>
      <p className={styles.hint}>
        {obstacle ??
          (push?.isOn
            ? 'It shows what Web Push channels send to you, even when no page is open.'
            : 'It can show what Web Push channels send to you, even when no page is open.')}
        {push &&
          push.devices.length > 0 &&
          ` You have it in ${push.devices.length} ${push.devices.length === 1 ? 'browser' : 'browsers'}.`}
      </p>
      {push?.isOn ? (
        <button type="button" disabled={isBusy} onClick={() => disable.mutate()}>
          Switch notifications off here
        </button>
      ) : (
        <button
          type="button"
          disabled={!push || obstacle !== undefined || isBusy}
          onClick={() => push && enable.mutate(push.publicKey)}
        >
          {enable.isPending ? 'Asking the browser …' : 'Switch notifications on here'}
        </button>
      )}
      {fault && (
        <p role="alert" className={styles.error}>
          It did not work: {reasonOf(fault)}
        </p>
      )}
    </section>
  );
}
