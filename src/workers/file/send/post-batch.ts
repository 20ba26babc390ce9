import { ApiError, postRecords } from '#contract/client.ts';
import type { IngestReceipt } from '#contract/prediction.ts';
import { ingestRoutes } from '#contract/routes/ingest-routes.ts';

export type Batch = { kind: 'predictions' | 'labels'; number: number; records: readonly string[] };

const attempts = 6;
const firstPauseMs = 500;

/**
 * Sends one batch as NDJSON. Its key is its number and a hash of its content, so that a batch sent again, after
 * a lost answer or in a later attempt, counts once. A server that is busy is asked again, at growing intervals.
 *
 * @throws {ApiError} when the server refuses the batch for another reason than its records
 */
export async function postBatch(
  { kind, number, records }: Batch,
  { origin, signal }: { origin: string; signal: AbortSignal },
): Promise<Pick<IngestReceipt, 'accepted' | 'rejected' | 'errors'>> {
  const body = `${records.join('\n')}\n`;
  const route = kind === 'predictions' ? ingestRoutes.ingestPredictions : ingestRoutes.ingestLabels;
  const key = `import-${kind}-${number}-${contentHash(body)}`;
  for (let attempt = 1; ; attempt++) {
    try {
      const text = { ndjson: body, key };
      return await postRecords(route, { query: { partial: 'true' } }, text, { signal, baseUrl: origin });
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      if (error.type === '/problems/invalid-record') {
        const errors = error.problem.errors ?? [];
        return { accepted: 0, rejected: records.length, errors };
      }
      if (error.status !== 503 || attempt >= attempts) throw error;
      await pause(firstPauseMs * 2 ** (attempt - 1), signal);
    }
  }
}

/** 64 bits of FNV-1a in two halves with different starts. */
function contentHash(text: string): string {
  let first = 0x811c9dc5;
  let second = 0x9747b28c;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    first = Math.imul(first ^ code, 0x01000193);
    second = Math.imul(second ^ (code + at), 0x01000193);
  }
  return [first, second].map((half) => (half >>> 0).toString(16).padStart(8, '0')).join('');
}

function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(resolve, milliseconds);
    const stop = (): void => {
      clearTimeout(timer);
      reject(signal.reason as Error);
    };
    signal.addEventListener('abort', stop, { once: true });
  });
}
