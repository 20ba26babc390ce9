import type { AlertBadge } from '#contract/alert.ts';
import { severities, type Severity } from '#contract/alert-words.ts';
import { isOpen } from '#control/alert/alert-state.ts';
import { badgeOf } from '#control/alert/badge.ts';
import { dueAt } from '#control/alert/due.ts';
import type { InboxSelection, StoredAlert } from '../../alert-store.ts';

/** What the inbox and the clock find an alert by; stores keep it beside the alert. */
export type InboxEntry = {
  badge: AlertBadge;
  severity: Severity | null;
  firedMs: number | null;
  /** Of an alert that is over. */
  endedMs: number | null;
  assignee: string | null;
  /** Who acknowledged or snoozed it. */
  handledBy: string | null;
  /** All its names, in lower case. */
  words: string;
  /** When time alone may change it. */
  dueMs: number | null;
};

export function inboxEntry({ state, ...subject }: StoredAlert): InboxEntry {
  const { rule, pipeline, stage, metric, version, segment, labels } = subject;
  const { handling, ended, assignee, severity, peakSeverity, firedMs } = state;
  const names = [rule.name, pipeline, stage, metric, version, segment, assignee, ...Object.values(labels)];
  return {
    badge: badgeOf(state),
    severity: isOpen(state) || state.condition === 'pending' ? severity : peakSeverity,
    firedMs,
    endedMs: ended && !isOpen(state) ? ended.atMs : null,
    assignee,
    handledBy: handling.kind === 'none' ? null : handling.by,
    words: names.join('\n').toLowerCase(),
    dueMs: dueAt(state),
  };
}

/** The words that are looked for, all of which an alert must have. */
export function searchedWords(text: string | undefined): string[] {
  return (text ?? '').toLowerCase().split(/\s+/).filter(Boolean);
}

/** For stores that search by themselves. What is pending again after its end is no longer news in either way. */
export function isInInbox(
  { badge, endedMs, severity, assignee, handledBy, words }: InboxEntry,
  selection: Omit<InboxSelection, 'badges' | 'limit'>,
): boolean {
  const { openSinceMs, person, severities: wanted, text } = selection;
  if (badge === 'normal' || badge === 'pending') return false;
  if (badge === 'resolved' && (endedMs === null || endedMs <= openSinceMs)) return false;
  if (person !== undefined && assignee !== person && handledBy !== person) return false;
  if (wanted && !(severity && wanted.includes(severity))) return false;
  return searchedWords(text).every((word) => words.includes(word));
}

/** Open ones first, critical before warning, the longest open first; then those that ended, the latest end first. */
export function byUrgencyOfEntry(a: InboxEntry & { id: string }, b: InboxEntry & { id: string }): number {
  const isOver = (entry: InboxEntry) => Number(entry.badge === 'resolved');
  const rank = ({ severity }: InboxEntry) => (severity ? severities.indexOf(severity) : -1);
  const sameKind = isOver(a) - isOver(b);
  if (sameKind !== 0) return sameKind;
  const first =
    a.badge === 'resolved'
      ? (b.endedMs ?? 0) - (a.endedMs ?? 0)
      : rank(b) - rank(a) || (a.firedMs ?? 0) - (b.firedMs ?? 0);
  return first || (a.id < b.id ? -1 : 1);
}
