import type { Outbox, OutboxMessage, OutboxState } from '#api/alert-store.ts';
import { messageKey } from '#api/services/alerts/message-key.ts';

type Queued = OutboxMessage & { state: OutboxState; queuedMs: number; dueMs: number };

export interface MemoryOutbox extends Outbox {
  queue: (message: Pick<OutboxMessage, 'message' | 'alert' | 'isLate'>) => void;
}

export function createMemoryOutbox(currentTime: () => number): MemoryOutbox {
  const messages = new Map<string, Queued>();
  return {
    queue({ message, alert, isLate }) {
      const key = messageKey(alert.id, message);
      const nowMs = currentTime();
      messages.set(key, {
        ...structuredClone({ key, message, alert, isLate }),
        attempts: 0,
        lastError: null,
        state: 'queued',
        queuedMs: nowMs,
        dueMs: nowMs,
      });
    },
    async claimMessages(most, leaseMs) {
      const nowMs = currentTime();
      const due = [...messages.values()]
        .filter(({ state, dueMs }) => state === 'queued' && dueMs <= nowMs)
        .slice(0, most);
      for (const message of due) message.dueMs = nowMs + leaseMs;
      return structuredClone(
        due.map(({ state: _, queuedMs: __, dueMs: ___, ...message }): OutboxMessage => message),
      );
    },
    async markSent(keys) {
      for (const key of keys) {
        const message = messages.get(key);
        if (message)
          Object.assign(message, { state: 'sent', attempts: message.attempts + 1, lastError: null });
      }
    },
    async markFailed(key, error, retryMs) {
      const message = messages.get(key);
      if (!message) return;
      message.attempts += 1;
      message.lastError = error;
      if (retryMs === null) message.state = 'dead';
      else message.dueMs = currentTime() + retryMs;
    },
    async outboxCounts() {
      const all = [...messages.values()];
      const queued = all.filter(({ state }) => state === 'queued');
      return {
        queued: queued.length,
        sent: all.filter(({ state }) => state === 'sent').length,
        dead: all.filter(({ state }) => state === 'dead').length,
        oldestMs: queued[0] ? currentTime() - queued[0].queuedMs : null,
      };
    },
  };
}
