import { useCallback, useSyncExternalStore } from 'react';

/** The clock in whole steps, for what says how long ago something was; renders once a step. */
export function useNow(stepMs = 1000): number {
  return useSyncExternalStore(
    subscribe,
    useCallback(() => Math.floor(Date.now() / stepMs) * stepMs, [stepMs]),
  );
}

const listeners = new Set<() => void>();
let timer: ReturnType<typeof setInterval> | undefined;

function subscribe(changed: () => void): () => void {
  listeners.add(changed);
  timer ??= setInterval(() => listeners.forEach((listener) => listener()), 1000);
  return () => {
    listeners.delete(changed);
    if (listeners.size > 0) return;
    clearInterval(timer);
    timer = undefined;
  };
}
