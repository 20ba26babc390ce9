import { callApi } from '#contract/client.ts';
import type { Reference } from '#contract/reference.ts';
import { referenceRoutes } from '#contract/routes/reference-routes.ts';
import { formatCount } from '../format/number.ts';
import { runJob } from '../state/jobs.ts';
import { importPath } from '../url/links.ts';
import type { FileClient } from '#workers/file/file-client.ts';
import type { Plan, SendProgress, Sent } from '#workers/file/protocol.ts';

/** Where rows go, and what the reference part is to be called when it is saved as a reference. */
export type SendOrder = { plan: Plan; pipeline: string; stage: string; referenceName: string | undefined };

export type SendingState =
  | { phase: 'idle' }
  | { phase: 'sending'; order: SendOrder; progress: SendProgress | undefined }
  /** What was taken stays taken; `reason` is why it failed, and missing where a person stopped it. */
  | { phase: 'stopped'; order: SendOrder; progress: SendProgress | undefined; reason: string | undefined }
  | {
      phase: 'sent';
      order: SendOrder;
      sent: Sent;
      reference: Reference | undefined;
      refusal: string | undefined;
    };

/** Sends rows while the person looks at other pages. One at a time. */
export interface FileSending {
  readonly subscribe: (listener: () => void) => () => void;
  readonly state: () => SendingState;
  readonly send: (order: SendOrder) => void;
  readonly cancel: () => void;
  /** Goes on where it was stopped. */
  readonly resume: () => void;
  /** Back to the start, once it is over. */
  readonly reset: () => void;
}

export function createFileSending(client: FileClient): FileSending {
  const listeners = new Set<() => void>();
  let state: SendingState = { phase: 'idle' };
  let controller: AbortController | undefined;

  function set(next: SendingState): void {
    state = next;
    for (const listener of listeners) listener();
  }

  async function run(order: SendOrder, earlier: SendProgress | undefined): Promise<void> {
    const { signal } = (controller = new AbortController());
    const { plan, pipeline, stage } = order;
    let progress = earlier;
    set({ phase: 'sending', order, progress });
    try {
      const sent = await runJob(
        {
          title: `Send rows to ${pipeline} / ${stage}`,
          path: importPath(),
          cancel: () => controller?.abort(),
        },
        (report) =>
          client.run(
            'send',
            { plan, pipeline, stage, origin: location.origin, earlier },
            {
              signal,
              onProgress(next) {
                progress = next;
                set({ phase: 'sending', order, progress });
                const text = `${formatCount(next.rows)} of ${formatCount(next.totalRows)} rows`;
                report({ done: next.rows, total: next.totalRows, text });
              },
            },
          ),
        () => signal.aborted,
      );
      set({ phase: 'sent', order, sent, ...(await saveReference(order, sent)) });
    } catch (error) {
      const reason = signal.aborted ? undefined : messageOf(error);
      set({ phase: 'stopped', order, progress, reason });
    }
  }

  return {
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    state: () => state,
    send(order) {
      if (state.phase !== 'sending') void run(order, undefined);
    },
    cancel: () => controller?.abort(),
    resume() {
      if (state.phase === 'stopped') void run(state.order, state.progress);
    },
    reset() {
      if (state.phase !== 'sending') set({ phase: 'idle' });
    },
  };
}

async function saveReference(
  { pipeline, stage, referenceName }: SendOrder,
  { reference: window }: Sent,
): Promise<{ reference: Reference | undefined; refusal: string | undefined }> {
  if (referenceName === undefined || !window) return { reference: undefined, refusal: undefined };
  const [from, to] = [window.fromMs, window.toMs].map((ms) => new Date(ms).toISOString()) as [string, string];
  try {
    const body = { stage, name: referenceName, from, to };
    return {
      reference: await callApi(referenceRoutes.createReference, { params: { pipeline }, body }),
      refusal: undefined,
    };
  } catch (error) {
    return { reference: undefined, refusal: messageOf(error) };
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
