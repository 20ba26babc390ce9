import { useSyncExternalStore } from 'react';

const listeners = new Set<() => void>();
let holders = 0;

/** Draws what waits to be scrolled to as well, until the returned function is called: for who saves or prints the page. */
export function drawWholePage(): () => void {
  change(1);
  return () => change(-1);
}

export function useIsWholePage(): boolean {
  return useSyncExternalStore(subscribe, () => holders > 0);
}

function change(by: 1 | -1): void {
  holders += by;
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
