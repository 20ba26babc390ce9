import { useEffect, useRef, useState } from 'react';
import type { Alert } from '#contract/alert.ts';
import { usePreferences } from '../state/preferences.ts';
import { alertsPath } from '../url/links.ts';
import { useAddress } from '../url/use-view.ts';
import { newFirings, newsText, notifyDesktop, soundAlarm } from './announce-alerts.ts';

/** A reader of screens hears of critical firings so often at most. */
const SPEAK_MS = 30_000;

/**
 * Tells of new firings in the ways that were asked for in this browser. What comes back is a sentence for readers of
 * screens: about critical ones, and one for all that came within half a minute.
 */
export function useAnnouncedAlerts(alerts: readonly Alert[] | undefined): string {
  const { hasNotifications, hasSound } = usePreferences();
  const { navigate } = useAddress();
  const known = useRef<ReadonlySet<string>>(undefined);
  const waiting = useRef<Alert[]>([]);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const [spoken, setSpoken] = useState('');

  useEffect(() => {
    if (!alerts) return;
    const found = newFirings(known.current, alerts);
    known.current = found.known;
    if (found.news.length === 0) return;
    if (hasNotifications && Notification.permission === 'granted')
      void notifyDesktop(found.news, (id) => navigate(alertsPath(id)));
    if (hasSound) soundAlarm(found.news);

    waiting.current.push(...found.news.filter(({ severity }) => severity === 'critical'));
    const speak = () => {
      timer.current = undefined;
      if (waiting.current.length === 0) return;
      setSpoken(newsText(waiting.current));
      waiting.current = [];
      timer.current = setTimeout(speak, SPEAK_MS);
    };
    if (timer.current === undefined) speak();
  }, [alerts, hasNotifications, hasSound, navigate]);

  useEffect(() => () => clearTimeout(timer.current), []);
  return spoken;
}
