export interface CircuitBreaker {
  /** Whether a request may be tried; while it is open, one in each pause is, to find out. */
  mayTry(): boolean;
  succeeded(): void;
  failed(): void;
}

/**
 * Spares users the wait for an endpoint that is down: after `failures` in a row nothing is sent to it, but for one
 * request every `pauseMs`.
 */
export function createCircuitBreaker({
  failures,
  pauseMs,
  now = () => performance.now(),
}: {
  failures: number;
  pauseMs: number;
  now?: () => number;
}): CircuitBreaker {
  let inARow = 0;
  let nextTryMs = 0;
  return {
    mayTry() {
      if (inARow < failures) return true;
      if (now() < nextTryMs) return false;
      nextTryMs = now() + pauseMs;
      return true;
    },
    succeeded() {
      inARow = 0;
    },
    failed() {
      inARow++;
      if (inARow >= failures) nextTryMs = now() + pauseMs;
    },
  };
}
