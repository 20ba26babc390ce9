import type { NoticeAttempt } from '#api/notification-store.ts';
import { sendRequest, type OutboundAnswer, type OutboundRequest } from '../outbound/send-request.ts';
import type { TargetGuard } from '../outbound/target-guard.ts';

const TIMEOUT_MS = 10_000;
/** The same body would be refused again: whoever sent it must be mended first. */
const finalStatuses = [400, 413, 422];

/** One request to a receiver, and what came of it. */
export async function attempt(
  guard: TargetGuard,
  request: Omit<OutboundRequest, 'method' | 'timeoutMs'>,
): Promise<NoticeAttempt> {
  const startMs = performance.now();
  try {
    const answer = await sendRequest(guard, { ...request, method: 'POST', timeoutMs: TIMEOUT_MS });
    return toAttempt(answer, performance.now() - startMs);
  } catch (fault) {
    return failedAttempt(fault, performance.now() - startMs);
  }
}

export function failedAttempt(fault: unknown, latencyMs: number, isFinal = false): NoticeAttempt {
  const error = fault instanceof Error ? fault.message : String(fault);
  return { ok: false, status: null, latencyMs, answer: '', error, retryAfterMs: null, isFinal };
}

function toAttempt({ status, headers, body }: OutboundAnswer, latencyMs: number): NoticeAttempt {
  const ok = status >= 200 && status < 300;
  return {
    ok,
    status,
    latencyMs,
    answer: body,
    error: ok ? null : wordsOf(status, headers.location, body),
    retryAfterMs: retryAfterMs(headers['retry-after']),
    isFinal: finalStatuses.includes(status),
  };
}

function wordsOf(status: number, location: string | undefined, body: string): string {
  if (status >= 300 && status < 400)
    return `answered ${status}, a redirect${location === undefined ? '' : ` to ${originOf(location)}`}, which is not followed: give the address it leads to`;
  const [line = ''] = body.trim().split('\n');
  return `answered ${status}${line === '' ? '' : `: ${line.slice(0, 300)}`}`;
}

function originOf(location: string): string {
  return URL.canParse(location) ? new URL(location).origin : 'another path';
}

/** Seconds, or a date (RFC 9110 section 10.2.3). */
function retryAfterMs(value: string | undefined): number | null {
  if (value === undefined) return null;
  const ms = /^\d+$/.test(value) ? Number(value) * 1000 : Date.parse(value) - Date.now();
  return Number.isFinite(ms) && ms > 0 ? ms : null;
}
