import type { StoredAlert } from '#api/alert-store.ts';
import type {
  ClaimedDelivery,
  NotificationStore,
  StoredDelivery,
  ToldMessage,
} from '#api/notification-store.ts';
import type { AuditEntry } from '#api/ports.ts';
import { isOpen } from '#control/alert/alert-state.ts';
import type { MemoryOutbox } from './memory-outbox.ts';

type Row = StoredDelivery & { isForDigest: boolean; digestKey: string | null; firstDueMs: number };

type Deliveries = Pick<
  NotificationStore,
  | 'planDeliveries'
  | 'listTold'
  | 'listToldAlerts'
  | 'gatherDigests'
  | 'skipOtherChannels'
  | 'claimDeliveries'
  | 'settleDelivery'
  | 'findDelivery'
  | 'listDeliveries'
  | 'reviveDelivery'
  | 'discardDelivery'
  | 'deliveryHealth'
  | 'forgetDeliveries'
>;

/** What is on its way by message and channel, as the databases keep it. */
export function createMemoryDeliveries({
  record,
  outbox,
  alerts,
  currentTime,
}: {
  record: (entry: AuditEntry) => void;
  outbox: Pick<MemoryOutbox, 'find' | 'markPlanned' | 'queuedMs'>;
  alerts: ReadonlyMap<string, StoredAlert>;
  currentTime: () => number;
}): Deliveries {
  const rows: Row[] = [];
  const isDue = ({ dueMs }: Row) => dueMs <= currentTime();
  const isWaiting = ({ state }: Row) => state === 'waiting';
  const isTold = (row: Row) =>
    ['sent', 'digested', 'dead'].includes(row.state) ||
    (isWaiting(row) && (isDue(row) || row.attempts > 0 || row.isForDigest));

  const hasDigest = (channelId: string) =>
    rows.some((row) => row.channelId === channelId && row.kind === 'digest' && isWaiting(row));

  function add(
    row: Omit<Row, 'id' | 'state' | 'attempts' | 'queuedMs' | 'settledMs' | 'latencyMs' | 'note'>,
  ) {
    rows.push({
      ...row,
      id: (rows.at(-1)?.id ?? 0) + 1,
      state: 'waiting',
      attempts: 0,
      queuedMs: currentTime(),
      settledMs: null,
      latencyMs: null,
      note: null,
    });
  }

  function messagesOf({ kind, key }: Row): ToldMessage[] {
    const keys =
      kind === 'digest' ? rows.filter((row) => row.digestKey === key).map((row) => row.key) : [key];
    return keys.flatMap((each) => {
      const found = outbox.find(each);
      return found ? [{ key: found.key, message: found.message, alert: found.alert }] : [];
    });
  }

  function changeDead(id: number, entry: AuditEntry, patch: Partial<Row>): StoredDelivery | undefined {
    const row = rows.find((one) => one.id === id && one.state === 'dead');
    if (!row) return undefined;
    record(entry);
    Object.assign(row, patch);
    return toDelivery(row);
  }

  return {
    async planDeliveries(key, planned) {
      const found = outbox.find(key);
      if (!found || !outbox.markPlanned(key)) return;
      const { message, alert } = found;
      const { id: _, revision: __, state: ___, ...subject } = alert;
      for (const { delayMs, ...one } of planned) {
        const dueMs = currentTime() + delayMs;
        const { kind, severity, episode } = message;
        add({
          ...one,
          key,
          alertId: alert.id,
          episode,
          subject,
          kind,
          severity,
          dueMs,
          firstDueMs: dueMs,
          digestKey: null,
        });
      }
    },
    async listTold(alertId, episode) {
      const told = rows.filter(
        (row) =>
          row.alertId === alertId &&
          row.episode === episode &&
          row.kind !== 'acknowledgementReminder' &&
          isTold(row),
      );
      const first = new Map(told.toReversed().map((row) => [row.channelId, row]));
      return [...first.values()]
        .sort((a, b) => (a.channelId < b.channelId ? -1 : 1))
        .map(({ channelId, route, level }) => ({ channelId, route, level }));
    },
    async listToldAlerts(channelId, endedSinceMs) {
      const isRecent = ({ state }: StoredAlert) => isOpen(state) || (state.ended?.atMs ?? 0) > endedSinceMs;
      const isOfEpisode = ({ id, state }: StoredAlert) =>
        rows.some(
          (row) =>
            row.alertId === id && row.channelId === channelId && row.episode === state.episode && isTold(row),
        );
      const found = [...alerts.values()].filter((alert) => isRecent(alert) && isOfEpisode(alert));
      return structuredClone(found).sort((a, b) => (a.id < b.id ? -1 : 1));
    },
    async gatherDigests(channelIds, lateMs) {
      for (const channelId of channelIds) {
        const due = rows.filter(
          (row) =>
            row.channelId === channelId &&
            isWaiting(row) &&
            isDue(row) &&
            row.kind !== 'digest' &&
            row.kind !== 'acknowledgementReminder',
        );
        for (const row of due) {
          const isLate = row.firstDueMs <= currentTime() - lateMs;
          const follows = due.some(
            (earlier) => earlier.id < row.id && earlier.alertId === row.alertId && earlier.isForDigest,
          );
          row.isForDigest ||= isLate || follows;
        }
        if (hasDigest(channelId)) continue;
        const members = due.filter(({ isForDigest }) => isForDigest);
        const [first] = members;
        if (!first || members.length < 2) continue;
        const key = `digest/${channelId}/${first.id}`;
        for (const member of members) Object.assign(member, { state: 'digested', digestKey: key });
        const { route, level } = first;
        const isCritical = members.some(({ severity }) => severity === 'critical');
        add({
          key,
          channelId,
          route,
          level,
          alertId: null,
          episode: null,
          subject: null,
          kind: 'digest',
          severity: isCritical ? 'critical' : 'warning',
          isForDigest: false,
          digestKey: null,
          dueMs: currentTime(),
          firstDueMs: currentTime(),
        });
      }
    },
    async skipOtherChannels(channelIds, note) {
      for (const row of rows)
        if (isWaiting(row) && !channelIds.includes(row.channelId))
          Object.assign(row, { state: 'skipped', note, settledMs: currentTime() });
    },
    async claimDeliveries(channelId, most, leaseMs) {
      const isHeldUp = (row: Row) =>
        (row.isForDigest && hasDigest(channelId)) ||
        rows.some(
          (earlier) =>
            earlier.id < row.id &&
            earlier.alertId !== null &&
            earlier.alertId === row.alertId &&
            earlier.channelId === row.channelId &&
            ((isWaiting(earlier) && (earlier.attempts > 0 || isDue(earlier))) ||
              (earlier.state === 'digested' && earlier.settledMs === null)),
        );
      const due = rows
        .filter((row) => row.channelId === channelId && isWaiting(row) && isDue(row) && !isHeldUp(row))
        .slice(0, most);
      return due.map((row): ClaimedDelivery => {
        row.attempts += 1;
        row.dueMs = currentTime() + leaseMs;
        const { id, key, kind, severity, channelId, level, attempts, firstDueMs } = row;
        const ageMs = currentTime() - firstDueMs;
        return structuredClone({
          id,
          key,
          kind,
          severity,
          channelId,
          level,
          attempts,
          ageMs,
          messages: messagesOf(row),
        });
      });
    },
    async settleDelivery({ id, attempts }, outcome) {
      const row = rows.find((one) => one.id === id && one.attempts === attempts && isWaiting(one));
      if (!row) return false;
      const settledMs = outcome.state === 'waiting' ? null : currentTime();
      const { retryMs, ...rest } = { retryMs: undefined, ...outcome };
      Object.assign(row, rest, { settledMs }, retryMs !== undefined && { dueMs: currentTime() + retryMs });
      if (row.kind === 'digest' && row.state !== 'waiting')
        for (const member of rows) if (member.digestKey === row.key) member.settledMs = settledMs;
      return true;
    },
    async findDelivery(id) {
      const row = rows.find((one) => one.id === id);
      return row && toDelivery(row);
    },
    async listDeliveries({ alertId, state }, most) {
      return rows
        .filter(
          (row) =>
            (alertId === undefined || row.alertId === alertId) &&
            (state === undefined || row.state === state),
        )
        .toReversed()
        .slice(0, most)
        .map(toDelivery);
    },
    async reviveDelivery(id, entry) {
      const nowMs = currentTime();
      return changeDead(id, entry, { state: 'waiting', dueMs: nowMs, firstDueMs: nowMs, settledMs: null });
    },
    discardDelivery: async (id, entry) =>
      changeDead(id, entry, { state: 'discarded', settledMs: currentTime() }),
    async deliveryHealth() {
      const waiting = rows.filter(isWaiting);
      const queued = outbox.queuedMs();
      const ripe = waiting.map(({ firstDueMs }) => firstDueMs).filter((ms) => ms <= currentTime());
      const dueMs = [...ripe, ...queued];
      return {
        waiting: waiting.length + queued.length,
        failing: waiting.filter(({ note }) => note !== null).length,
        dead: rows.filter(({ state }) => state === 'dead').length,
        oldestSeconds: dueMs.length === 0 ? null : (currentTime() - Math.min(...dueMs)) / 1000,
      };
    },
    async forgetDeliveries(beforeMs) {
      const isKept = (row: Row) => row.queuedMs >= beforeMs || isWaiting(row) || row.state === 'dead';
      rows.splice(0, rows.length, ...rows.filter(isKept));
    },
  };
}

function toDelivery({ isForDigest: _, digestKey: __, firstDueMs: ___, ...row }: Row): StoredDelivery {
  return structuredClone(row);
}
