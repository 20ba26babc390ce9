import type { RequestStep } from '#contract/request.ts';

/** When a stage was at work on a request, in epoch milliseconds; without a latency only its end is known. */
export type Span = { startMs: number; endMs: number };

export function spanOf({ time, latencyMs }: Pick<RequestStep, 'time' | 'latencyMs'>): Span {
  const endMs = Date.parse(time);
  return { startMs: endMs - (latencyMs ?? 0), endMs };
}

/** From the first start to the last end. */
export function wholeSpan(steps: readonly Pick<RequestStep, 'time' | 'latencyMs'>[]): Span | undefined {
  if (steps.length === 0) return undefined;
  const spans = steps.map(spanOf);
  return {
    startMs: Math.min(...spans.map(({ startMs }) => startMs)),
    endMs: Math.max(...spans.map(({ endMs }) => endMs)),
  };
}

/** What went wrong in a step, in words; undefined where nothing did. */
export function troubleOf({ status, isNull }: Pick<RequestStep, 'status' | 'isNull'>): string | undefined {
  if (status !== null && status !== 'ok') return status;
  return isNull ? 'null output' : undefined;
}
