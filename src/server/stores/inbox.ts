import { and, asc, count, desc, eq, gt, inArray, like, ne, or, type SQL } from 'drizzle-orm';
import type { AlertStore, InboxSelection } from '#api/alert-store.ts';
import { searchedWords } from '#api/services/alerts/inbox-entry.ts';
import { alerts } from './alert-schema.ts';
import { byCode } from './by-code.ts';
import type { ControlDatabase } from './control-store.ts';
import { toStoredAlert } from './stored-alert.ts';

type Inbox = Awaited<ReturnType<AlertStore['listInbox']>>;

/** Counted and cut by the database: thousands of open alerts cost a page what a few do. */
export async function selectInbox(database: ControlDatabase, selection: InboxSelection): Promise<Inbox> {
  const { badges, limit } = selection;
  const isShown = shownBy(selection);
  const counted = await database
    .select({ badge: alerts.badge, alerts: count() })
    .from(alerts)
    .where(isShown)
    .groupBy(alerts.badge);
  const open = badges.filter((badge) => badge !== 'resolved');
  // `critical` comes before `warning` in the alphabet, too.
  const items =
    open.length === 0
      ? []
      : await database
          .select()
          .from(alerts)
          .where(and(isShown, inArray(alerts.badge, open)))
          .orderBy(asc(alerts.severity), asc(alerts.firedAt), byCode(alerts.id))
          .limit(limit);
  const isLeft = badges.includes('resolved') && items.length < limit;
  const over = isLeft
    ? await database
        .select()
        .from(alerts)
        .where(and(isShown, eq(alerts.badge, 'resolved')))
        .orderBy(desc(alerts.endedAt), byCode(alerts.id))
        .limit(limit - items.length)
    : [];
  return {
    counts: new Map(counted.map(({ badge, alerts: found }) => [badge, found])),
    items: [...items, ...over].map(toStoredAlert),
  };
}

function shownBy({ openSinceMs, pipeline, person, severities, text }: InboxSelection): SQL | undefined {
  return and(
    ne(alerts.badge, 'normal'),
    ne(alerts.badge, 'pending'),
    or(ne(alerts.badge, 'resolved'), gt(alerts.endedAt, new Date(openSinceMs))),
    pipeline === undefined ? undefined : eq(alerts.pipeline, pipeline),
    person === undefined ? undefined : or(eq(alerts.assignee, person), eq(alerts.handledBy, person)),
    severities && inArray(alerts.severity, [...severities]),
    ...searchedWords(text).map((word) => like(alerts.words, `%${word.replaceAll(/[\\%_]/g, '\\$&')}%`)),
  );
}
