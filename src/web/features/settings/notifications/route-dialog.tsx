import { useState, type SubmitEvent } from 'react';
import type { Channel } from '#contract/notification-channel.ts';
import { NotificationRoute, type QuietHours } from '#contract/notification-route.ts';
import { zoneName } from '../../../state/preferences.ts';
import { Dialog } from '../../../ui/dialog.tsx';
import { LevelRows } from './level-rows.tsx';
import { MatcherRows } from './matcher-rows.tsx';
import styles from './notifications.module.css';

/** One route of the draft; it is in force only once the routes are saved. */
export function RouteDialog({
  route,
  channels,
  taken,
  onDone,
  onClose,
}: {
  route: NotificationRoute;
  channels: readonly Channel[];
  /** Names of the other routes. */
  taken: readonly string[];
  onDone: (route: NotificationRoute) => void;
  onClose: () => void;
}) {
  const [draft, setDraft] = useState(route);
  const [fault, setFault] = useState<string>();
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    const parsed = NotificationRoute.safeParse(draft);
    if (!parsed.success) setFault(parsed.error.issues.map(({ message }) => message).join('; '));
    else if (taken.includes(parsed.data.name)) setFault('another route has this name');
    else onDone(parsed.data);
  };
  return (
    <Dialog title={route.name === '' ? 'New route' : `Change ${route.name}`} isOpen onClose={onClose}>
      <form className={styles.form} onSubmit={submit}>
        <label>
          Name
          <input
            required
            maxLength={100}
            autoComplete="off"
            value={draft.name}
            onChange={({ target }) => setDraft({ ...draft, name: target.value })}
          />
        </label>
        <MatcherRows matchers={draft.matchers} onChange={(matchers) => setDraft({ ...draft, matchers })} />
        <LevelRows
          levels={draft.levels}
          channels={channels}
          onChange={(levels) => setDraft({ ...draft, levels })}
        />
        <QuietFields quiet={draft.quietHours} onChange={(quietHours) => setDraft({ ...draft, quietHours })} />
        <label className={styles.choice}>
          <input
            type="checkbox"
            checked={draft.continues}
            onChange={({ target }) => setDraft({ ...draft, continues: target.checked })}
          />
          Ask later routes as well
        </label>
        {fault !== undefined && (
          <p role="alert" className={styles.error}>
            It cannot work so: {fault}
          </p>
        )}
        <button type="submit" data-kind="primary">
          Take over
        </button>
      </form>
    </Dialog>
  );
}

const nights = { from: '22:00', to: '07:00', weekend: false };

function QuietFields({
  quiet,
  onChange,
}: {
  quiet: QuietHours | null;
  onChange: (quiet: QuietHours | null) => void;
}) {
  const zones = Intl.supportedValuesOf('timeZone');
  const own = zoneName('local');
  return (
    <fieldset className={styles.group}>
      <legend>Quiet hours</legend>
      <label className={styles.choice}>
        <input
          type="checkbox"
          checked={quiet !== null}
          onChange={({ target }) => onChange(target.checked ? { zone: own, ...nights } : null)}
        />
        Warnings wait, and come together at the end; what is critical never waits
      </label>
      {quiet && (
        <span className={styles.row}>
          <label>
            From
            <input
              type="time"
              required
              value={quiet.from}
              onChange={({ target }) => onChange({ ...quiet, from: target.value })}
            />
          </label>
          <label>
            To
            <input
              type="time"
              required
              value={quiet.to}
              onChange={({ target }) => onChange({ ...quiet, to: target.value })}
            />
          </label>
          <label>
            Time zone
            <input
              list="route-zones"
              required
              maxLength={64}
              value={quiet.zone}
              onChange={({ target }) => onChange({ ...quiet, zone: target.value })}
            />
          </label>
          <datalist id="route-zones">
            {['UTC', ...zones].map((zone) => (
              <option key={zone}>{zone}</option>
            ))}
          </datalist>
          <label className={styles.choice}>
            <input
              type="checkbox"
              checked={quiet.weekend}
              onChange={({ target }) => onChange({ ...quiet, weekend: target.checked })}
            />
            All of the weekend, too
          </label>
        </span>
      )}
    </fieldset>
  );
}
