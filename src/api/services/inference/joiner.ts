/** One side of an inference as a logger saw it. */
export interface InferenceEvent {
  kind: 'request' | 'response';
  /** Request and answer share it; unique within its pipeline and stage. */
  id: string;
  pipeline: string;
  stage: string;
  timeMs: number;
  /** What the event itself says; `version` and `requestId` may be found in the bodies, too. */
  version?: string | undefined;
  requestId?: string | undefined;
  site?: string | undefined;
  /** HTTP status of the answer, where the logger tells. */
  statusCode?: number | undefined;
  /** Parsed JSON; undefined for a body that is none. */
  body: unknown;
}

/** A request and its answer, or one of the two where the other never came. */
export type Inference = { request?: InferenceEvent; response?: InferenceEvent };

export interface InferenceJoiner {
  /** What is whole now, or no longer waits because too much does. A repeated event yields nothing. */
  add(event: InferenceEvent, nowMs: number): Inference[];
  /** What has waited too long for its other half. */
  takeExpired(nowMs: number): Inference[];
}

/**
 * Joins requests with their answers, in whichever order they come. Each waits for the other at most `waitMs`, and at
 * most `most` wait at once: of more, the oldest goes alone.
 */
export function createInferenceJoiner({ waitMs, most }: { waitMs: number; most: number }): InferenceJoiner {
  // both in the order of their arrival
  const waiting = new Map<string, { event: InferenceEvent; untilMs: number }>();
  const joined = new Map<string, number>();

  function forgetJoined(nowMs: number): void {
    for (const [key, untilMs] of joined) {
      if (untilMs > nowMs && joined.size <= most) return;
      joined.delete(key);
    }
  }

  return {
    add(event, nowMs) {
      forgetJoined(nowMs);
      const key = JSON.stringify([event.pipeline, event.stage, event.id]);
      if (joined.has(key)) return [];
      const other = waiting.get(key);
      if (other?.event.kind === event.kind) return [];
      if (other) {
        waiting.delete(key);
        joined.set(key, nowMs + waitMs);
        return [{ [event.kind]: event, [other.event.kind]: other.event }];
      }
      waiting.set(key, { event, untilMs: nowMs + waitMs });
      if (waiting.size <= most) return [];
      const [oldest] = waiting;
      return oldest ? [alone(waiting, oldest[0])] : [];
    },
    takeExpired(nowMs) {
      const expired: Inference[] = [];
      for (const [key, { untilMs }] of waiting) {
        if (untilMs > nowMs) break;
        expired.push(alone(waiting, key));
      }
      return expired;
    },
  };
}

function alone(waiting: Map<string, { event: InferenceEvent }>, key: string): Inference {
  const event = waiting.get(key)?.event;
  waiting.delete(key);
  return event ? { [event.kind]: event } : {};
}
