import { useState } from 'react';
import { setPreferences, usePreferences } from '../../state/preferences.ts';
import styles from './tell-me.module.css';

/** How this browser tells of new firings while a page is open: asked for by a click, and remembered here. */
export function TellMe() {
  const { hasNotifications, hasSound } = usePreferences();
  const [permission, setPermission] = useState(() =>
    'Notification' in window ? Notification.permission : undefined,
  );
  const isBlocked = permission === 'denied';
  const toggle = async () => {
    if (hasNotifications) return setPreferences({ hasNotifications: false });
    const answer = await Notification.requestPermission();
    setPermission(answer);
    setPreferences({ hasNotifications: answer === 'granted' });
  };
  return (
    <div role="group" aria-label="Tell me of new alerts" className={styles.tell}>
      {permission !== undefined && (
        <button
          type="button"
          aria-pressed={hasNotifications && permission === 'granted'}
          disabled={isBlocked}
          title={
            isBlocked
              ? 'The browser blocks notifications of this page: allow them in its settings.'
              : 'A message on this desktop for each new alert that nobody has, while a page is open'
          }
          onClick={() => void toggle()}
        >
          Notifications
        </button>
      )}
      <button
        type="button"
        aria-pressed={hasSound}
        title="A sound for each new alert that nobody has, while a page is open"
        onClick={() => setPreferences({ hasSound: !hasSound })}
      >
        Sound
      </button>
      {isBlocked && (
        <span className={styles.about}>Notifications are blocked in the browser’s settings.</span>
      )}
    </div>
  );
}
