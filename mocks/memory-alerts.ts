import type {
  AlertChange,
  AlertSelection,
  AlertStore,
  StoredAlert,
  StoredEpisode,
} from '#api/alert-store.ts';
import type { AuditEntry } from '#api/ports.ts';
import type { Silence } from '#contract/silence.ts';
import { byUrgencyOfEntry, inboxEntry, isInInbox } from '#api/services/alerts/inbox-entry.ts';
import { isOpen } from '#control/alert/alert-state.ts';
import { dueAt } from '#control/alert/due.ts';
import type { Transition } from '#control/alert/step.ts';
import { createMemoryDeliveries } from './memory-deliveries.ts';
import { createMemoryOutbox } from './memory-outbox.ts';

/** @param record keeps an audit entry, or throws and nothing is changed */
export function createMemoryAlerts(
  record: (entry: AuditEntry) => void,
  currentTime: () => number,
): AlertStore & ReturnType<typeof createMemoryDeliveries> {
  const alerts = new Map<string, StoredAlert>();
  const transitions = new Map<string, Transition[]>();
  const episodes: (Omit<StoredEpisode, 'alert'> & { alertId: string })[] = [];
  const outbox = createMemoryOutbox(currentTime);

  /** Until when, by id; forgotten by the next write. */
  const postponed = new Map<string, number>();
  const isDue = (alert: StoredAlert, { dueMs }: AlertSelection) => {
    const own = postponed.get(alert.id) ?? dueAt(alert.state);
    return dueMs === undefined || (own !== null && own <= dueMs);
  };
  const isCurrent = ({ alert }: AlertChange) => (alerts.get(alert.id)?.revision ?? 0) === alert.revision;

  function write({ alert, transitions: lines, messages, isLate = false }: AlertChange): void {
    const written = structuredClone({ ...alert, revision: alert.revision + 1 });
    alerts.set(alert.id, written);
    postponed.delete(alert.id);
    transitions.set(alert.id, [...lines.toReversed(), ...(transitions.get(alert.id) ?? [])]);
    for (const line of lines) writeEpisode(alert.id, line);
    for (const message of messages) outbox.queue({ message, alert: written, isLate });
  }

  function writeEpisode(
    alertId: string,
    { move, episode, atMs, severity, endedBy, verdict }: Transition,
  ): void {
    if (move === 'fire' && severity) {
      episodes.unshift({
        alertId,
        episode,
        fromMs: atMs,
        toMs: null,
        severity,
        endedBy: null,
        verdict: null,
      });
      return;
    }
    const own = episodes.find((one) => one.alertId === alertId && one.episode === episode);
    if (!own) return;
    if (move === 'upgrade') own.severity = 'critical';
    if (endedBy && move !== 'calm') Object.assign(own, { toMs: atMs, endedBy });
    if (verdict) own.verdict = verdict;
  }

  return {
    claimMessages: outbox.claimMessages,
    ...createMemoryDeliveries({ record, outbox, alerts, currentTime }),
    ...createMemorySilences(record),
    findAlert: async (id) => structuredClone(alerts.get(id)),
    listAlerts: async (selection) =>
      structuredClone(
        [...alerts.values()].filter((alert) => isSelected(alert, selection) && isDue(alert, selection)),
      ).sort((a, b) => (a.id < b.id ? -1 : 1)),
    async listInbox({ badges, limit, ...selection }) {
      const found = [...alerts.values()]
        .filter(({ pipeline }) => selection.pipeline === undefined || pipeline === selection.pipeline)
        .map((alert) => ({ ...inboxEntry(alert), id: alert.id, alert }))
        .filter((entry) => isInInbox(entry, selection));
      const byBadge = Map.groupBy(found, ({ badge }) => badge);
      return structuredClone({
        counts: new Map([...byBadge].map(([badge, entries]) => [badge, entries.length])),
        items: found
          .filter(({ badge }) => badges.includes(badge))
          .sort(byUrgencyOfEntry)
          .slice(0, limit)
          .map(({ alert }) => alert),
      });
    },
    async postponeAlerts(ids, dueMs) {
      for (const id of ids) postponed.set(id, dueMs);
    },
    async writeAlerts(changes, audit) {
      if (!changes.every(isCurrent)) return false;
      if (audit) record(audit);
      for (const change of changes) write(change);
      return true;
    },
    listTransitions: async (alertId, most) =>
      structuredClone((transitions.get(alertId) ?? []).slice(0, most)),
    async listEpisodes({ fromMs, toMs, pipeline, alertId }, most) {
      const found = episodes.flatMap(({ alertId: id, ...episode }) => {
        const stored = alerts.get(id);
        if (!stored || (alertId !== undefined && alertId !== id)) return [];
        if (pipeline !== undefined && stored.pipeline !== pipeline) return [];
        if (episode.fromMs >= toMs || (episode.toMs !== null && episode.toMs < fromMs)) return [];
        const { state: _, revision: __, ...alert } = stored;
        return [{ ...episode, alert }];
      });
      return structuredClone(found.sort(latestFirst).slice(0, most));
    },
  };
}

type Silences = Pick<AlertStore, 'listSilences' | 'createSilence' | 'approveSilence' | 'expireSilence'>;

function createMemorySilences(record: (entry: AuditEntry) => void): Silences {
  const silences = new Map<string, Silence>();
  return {
    listSilences: async (endAfterMs) =>
      structuredClone(
        [...silences.values()]
          .filter(({ until }) => Date.parse(until) > endAfterMs)
          .sort((a, b) => Date.parse(b.from) - Date.parse(a.from) || (a.id < b.id ? -1 : 1)),
      ),
    async createSilence(silence, entry) {
      record(entry);
      silences.set(silence.id, structuredClone(silence));
    },
    async approveSilence({ id, by, atMs }, entry) {
      const before = silences.get(id);
      if (!before?.approval || before.approval.by !== undefined) return undefined;
      if (Date.parse(before.until) <= atMs) return undefined;
      const approved = { ...before, approval: { ...before.approval, by, at: new Date(atMs).toISOString() } };
      record({ ...entry, before, after: approved });
      silences.set(id, approved);
      return structuredClone(approved);
    },
    async expireSilence({ id, by, atMs }, entry) {
      const before = silences.get(id);
      if (!before || Date.parse(before.until) <= atMs) return undefined;
      const expired = { ...before, until: new Date(atMs).toISOString(), expiredBy: by };
      record({ ...entry, before, after: expired });
      silences.set(id, expired);
      return structuredClone(expired);
    },
  };
}

function isSelected({ pipeline, rule, state }: StoredAlert, selection: AlertSelection): boolean {
  const { openSinceMs } = selection;
  return (
    (selection.pipeline === undefined || pipeline === selection.pipeline) &&
    (selection.ruleId === undefined || rule.id === selection.ruleId) &&
    (openSinceMs === undefined || isOpen(state) || (state.ended !== null && state.ended.atMs > openSinceMs))
  );
}

function latestFirst(a: StoredEpisode, b: StoredEpisode): number {
  if (a.fromMs !== b.fromMs) return b.fromMs - a.fromMs;
  if (a.alert.id !== b.alert.id) return a.alert.id < b.alert.id ? -1 : 1;
  return b.episode - a.episode;
}
