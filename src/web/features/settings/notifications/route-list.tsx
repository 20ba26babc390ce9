import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { Link } from 'wouter';
import type { Channel } from '#contract/notification-channel.ts';
import type { NotificationRoute, RoutePreview, RouteTable } from '#contract/notification-route.ts';
import { routePreviewQuery, writeRoutesMutation } from '../../../api/notifications.ts';
import { useObstacle } from '../../../api/obstacle.ts';
import { formatInstant } from '../../../format/time.ts';
import { reasonOf } from '../../../shell/boundary.tsx';
import { useNow } from '../../../shell/use-now.ts';
import { useZone } from '../../../state/preferences.ts';
import { Glyph } from '../../../ui/glyph.tsx';
import { showToast } from '../../../ui/toasts.ts';
import { alertsPath } from '../../../url/links.ts';
import { useView } from '../../../url/use-view.ts';
import styles from './notifications.module.css';
import { RouteDialog } from './route-dialog.tsx';
import { matchersText, routeText } from './route-text.ts';

type Catch = RoutePreview['nowhere'];

/** Which alerts go where; what the last 7 days would have sent there stands beside each, before it is saved. */
export function RouteList({ table, channels }: { table: RouteTable; channels: readonly Channel[] }) {
  const obstacle = useObstacle('writeRoutes');
  const write = useMutation(writeRoutesMutation(useQueryClient()));
  const [draft, setDraft] = useState<{ routes: NotificationRoute[]; fromRevision: number }>();
  const [edited, setEdited] = useState<number>();
  const routes = draft?.routes ?? table.routes;
  const { data: preview } = useQuery({ ...routePreviewQuery(routes), placeholderData: keepPreviousData });

  const change = (next: NotificationRoute[]) =>
    setDraft({ routes: next, fromRevision: draft?.fromRevision ?? table.revision });
  const move = (at: number, by: number) => {
    const next = [...routes];
    const [moved] = next.splice(at, 1);
    if (moved) next.splice(at + by, 0, moved);
    change(next);
  };
  const save = () => {
    if (!draft) return;
    write.mutate(draft, {
      onSuccess() {
        setDraft(undefined);
        showToast('The routes are in force.');
      },
    });
  };

  return (
    <section aria-labelledby="routes" className={styles.section}>
      <h2 id="routes">Routes</h2>
      <p className={styles.hint}>
        Asked from the top; the first that matches is the last, unless it says otherwise. An alert that none
        matches is told to nobody.
      </p>
      {obstacle !== undefined && <p className={styles.hint}>{obstacle}</p>}
      <ol className={styles.list}>
        {routes.map((route, index) => {
          const caught = preview?.routes.find(({ name }) => name === route.name);
          const title = <span className="visually-hidden">{route.name}</span>;
          return (
            <li key={route.name} className={styles.item}>
              <span className={styles.what}>
                <strong>{route.name}</strong>
                <span>{matchersText(route.matchers)}</span>
                <span>{routeText(route, channels)}</span>
                {caught && <Caught caught={caught} />}
              </span>
              <span className={styles.acts}>
                <button
                  type="button"
                  disabled={obstacle !== undefined || index === 0}
                  onClick={() => move(index, -1)}
                >
                  Up {title}
                </button>
                <button
                  type="button"
                  disabled={obstacle !== undefined || index === routes.length - 1}
                  onClick={() => move(index, 1)}
                >
                  Down {title}
                </button>
                <button type="button" disabled={obstacle !== undefined} onClick={() => setEdited(index)}>
                  Change {title}
                </button>
                <button
                  type="button"
                  disabled={obstacle !== undefined}
                  onClick={() => change(routes.filter((_, at) => at !== index))}
                >
                  Take away {title}
                </button>
              </span>
            </li>
          );
        })}
      </ol>
      {preview && preview.nowhere.episodes > 0 && (
        <div className={styles.nowhere} data-critical={preview.nowhere.critical > 0 || undefined}>
          <Glyph name={preview.nowhere.critical > 0 ? 'critical' : 'warning'} />
          <span>
            By no route: <Caught caught={preview.nowhere} />
          </span>
        </div>
      )}
      <span className={styles.acts}>
        <button type="button" disabled={obstacle !== undefined} onClick={() => setEdited(routes.length)}>
          Add a route
        </button>
        {draft && (
          <>
            <button type="button" data-kind="primary" disabled={write.isPending} onClick={save}>
              {write.isPending ? 'Saving …' : 'Save the routes'}
            </button>
            <button type="button" onClick={() => setDraft(undefined)}>
              Drop the changes
            </button>
          </>
        )}
      </span>
      {draft && <p className={styles.hint}>Not in force yet: save them.</p>}
      {write.error && (
        <p role="alert" className={styles.error}>
          Not saved: {reasonOf(write.error)}
        </p>
      )}
      {edited !== undefined && (
        <RouteDialog
          route={routes[edited] ?? newRoute}
          channels={channels}
          taken={routes.filter((_, index) => index !== edited).map(({ name }) => name)}
          onClose={() => setEdited(undefined)}
          onDone={(route) => {
            change(routes.toSpliced(edited, 1, route));
            setEdited(undefined);
          }}
        />
      )}
    </section>
  );
}

const newRoute: NotificationRoute = {
  name: '',
  matchers: [],
  continues: false,
  levels: [{ afterMinutes: 0, channels: [] }],
  quietHours: null,
};

function Caught({ caught: { episodes, critical, latest } }: { caught: Catch }) {
  const { view } = useView();
  const zone = useZone();
  const nowMs = useNow(60_000);
  const text = `${episodes} ${episodes === 1 ? 'alert' : 'alerts'} in the last 7 days, ${critical} critical`;
  if (latest.length === 0) return <span className={styles.hint}>{text}</span>;
  return (
    <details className={styles.caught}>
      <summary>{text}</summary>
      <ul>
        {latest.map(({ alertId, title, from, severity }) => (
          <li key={`${alertId} ${from}`}>
            <Glyph name={severity} /> <Link href={alertsPath(alertId, view)}>{title}</Link>,{' '}
            {formatInstant(Date.parse(from), zone, nowMs)}
          </li>
        ))}
      </ul>
    </details>
  );
}
