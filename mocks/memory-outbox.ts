import type { Outbox, OutboxMessage } from '#api/alert-store.ts';
import { messageKey } from '#api/services/alerts/message-key.ts';

type Queued = OutboxMessage & { isPlanned: boolean; queuedMs: number; dueMs: number };

export interface MemoryOutbox {
  claimMessages: Outbox['claimMessages'];
  queue: (message: Pick<OutboxMessage, 'message' | 'alert' | 'isLate'>) => void;
  /** When those that were not planned yet were written. */
  queuedMs: () => number[];
  find: (key: string) => OutboxMessage | undefined;
  /** False when it was before. */
  markPlanned: (key: string) => boolean;
}

export function createMemoryOutbox(currentTime: () => number): MemoryOutbox {
  const messages = new Map<string, Queued>();
  return {
    queue({ message, alert, isLate }) {
      const key = messageKey(alert.id, message);
      messages.set(key, {
        ...structuredClone({ key, message, alert, isLate }),
        isPlanned: false,
        queuedMs: currentTime(),
        dueMs: currentTime(),
      });
    },
    queuedMs: () =>
      [...messages.values()].filter(({ isPlanned }) => !isPlanned).map(({ queuedMs }) => queuedMs),
    find: (key) => messages.get(key),
    markPlanned(key) {
      const message = messages.get(key);
      if (!message || message.isPlanned) return false;
      message.isPlanned = true;
      return true;
    },
    claimMessages: async (most, leaseMs) => {
      const nowMs = currentTime();
      const due = [...messages.values()]
        .filter(({ isPlanned, dueMs }) => !isPlanned && dueMs <= nowMs)
        .slice(0, most);
      for (const message of due) message.dueMs = nowMs + leaseMs;
      return structuredClone(
        due.map(({ isPlanned: _, queuedMs: __, dueMs: ___, ...message }): OutboxMessage => message),
      );
    },
  };
}
