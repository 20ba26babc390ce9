import { useQuery } from '@tanstack/react-query';
import { channelsQuery, routeTableQuery } from '../../../api/notifications.ts';
import { ChannelList } from './channel-list.tsx';
import { DeadLetters } from './dead-letters.tsx';
import styles from './notifications.module.css';
import { PushPart } from './push-part.tsx';
import { RouteList } from './route-list.tsx';

/** Who is told of alerts, by what, and what reached nobody. */
export function NotificationsSection() {
  const throwOnError = (_: Error, query: { state: { data: unknown } }) => query.state.data === undefined;
  const { data: channels } = useQuery({ ...channelsQuery(), throwOnError });
  const { data: table } = useQuery({ ...routeTableQuery(), throwOnError });
  if (!channels || !table) return <p className={styles.hint}>Looking up who is told …</p>;
  return (
    <>
      <DeadLetters />
      <ChannelList channels={channels} />
      <RouteList table={table} channels={channels} />
      <PushPart />
    </>
  );
}
