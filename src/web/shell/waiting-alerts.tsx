import { useQuery } from '@tanstack/react-query';
import { useEffect } from 'react';
import { createPortal } from 'react-dom';
import { alertsQuery } from '../api/alerts.ts';
import { defaultView } from '../url/view.ts';
import { useAnnouncedAlerts } from './use-announced-alerts.ts';

/** How many alerts fire and wait for a person. While any do, the title of the browser's tab begins with their number. */
export function WaitingAlerts() {
  const { data } = useQuery(alertsQuery({ tab: defaultView.tab }));
  const spoken = useAnnouncedAlerts(data?.items);
  const waiting = data?.counts.firing ?? 0;
  useEffect(() => {
    const mark = () => {
      const bare = document.title.replace(/^\(\d+\) /, '');
      const title = waiting > 0 ? `(${waiting}) ${bare}` : bare;
      if (document.title !== title) document.title = title;
    };
    mark();
    const element = document.querySelector('title');
    if (!element) return undefined;
    const observer = new MutationObserver(mark); // pages set the title by themselves
    observer.observe(element, { childList: true });
    return () => observer.disconnect();
  }, [waiting]);
  return (
    <>
      {waiting > 0 && ` ${waiting}`}
      {createPortal(
        <div aria-live="assertive" className="visually-hidden">
          {spoken}
        </div>,
        document.body,
      )}
    </>
  );
}
