import { alertBadges, type Alert, type AlertBadge, type AlertList } from '#contract/alert.ts';
import { alertTabs, severities, type AlertTab } from '#contract/alert-words.ts';
import { isOpen } from '#control/alert/alert-state.ts';
import { tabOf } from '#control/alert/badge.ts';
import type { InboxSelection } from '../../alert-store.ts';
import type { Ports } from '../../ports.ts';
import { instantOf, toAlert } from './to-alert.ts';

const DAY_MS = 86_400_000;

export type AlertFilter = Omit<InboxSelection, 'openSinceMs' | 'badges'> & {
  tabs?: readonly AlertTab[] | undefined;
};

/** The inbox: what is open, and what ended in the last day. */
export async function listAlerts(
  { control }: Ports,
  { tabs = ['firing'], ...filter }: AlertFilter,
): Promise<AlertList> {
  const nowMs = await control.currentTime();
  const isWanted = (badge: AlertBadge) => tabs.some((tab) => tab === tabOf(badge));
  const { counts, items } = await control.listInbox({
    ...filter,
    openSinceMs: nowMs - DAY_MS,
    badges: alertBadges.filter(isWanted),
  });
  const countOf = (tab: AlertTab) =>
    alertBadges.reduce((sum, badge) => sum + (tabOf(badge) === tab ? (counts.get(badge) ?? 0) : 0), 0);
  return {
    asOf: instantOf(nowMs),
    counts: Object.fromEntries(alertTabs.map((tab) => [tab, countOf(tab)])) as Record<AlertTab, number>,
    items: items.map(toAlert),
  };
}

/** Open ones first, critical before warning, the longest open first; then those that ended, the latest end first. */
export function byUrgency(a: Alert, b: Alert): number {
  const [aOpen, bOpen] = [isOpen(a), isOpen(b)];
  if (aOpen !== bOpen) return aOpen ? -1 : 1;
  if (!aOpen) return compare(b.endedAt, a.endedAt) || compare(a.id, b.id);
  return rankOf(b) - rankOf(a) || compare(a.firedAt, b.firedAt) || compare(a.id, b.id);
}

function rankOf({ severity }: Alert): number {
  return severity ? severities.indexOf(severity) : -1;
}

function compare(a: string | null, b: string | null): number {
  if (a === b) return 0;
  return (a ?? '') < (b ?? '') ? -1 : 1;
}
