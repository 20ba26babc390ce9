import type { NoticeAttempt, Notifier } from '#api/notification-store.ts';

/** A page without a server sends nothing: everything is taken at once, and the answer says so. */
export function createMemoryNotifier(): Notifier {
  const taken: NoticeAttempt = {
    ok: true,
    status: null,
    latencyMs: 0,
    answer: 'a demonstration: nothing has left this page',
    error: null,
    retryAfterMs: null,
    isFinal: false,
  };
  return {
    deliver: async () => taken,
    refresh: async () => taken,
    pushKey: async () =>
      'BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4',
  };
}
