import { useCallback, useSyncExternalStore } from 'react';
import { onEachSecond } from '../state/each-second.ts';

/** The clock in whole steps, for what says how long ago something was; renders once a step. */
export function useNow(stepMs = 1000): number {
  return useSyncExternalStore(
    onEachSecond,
    useCallback(() => Math.floor(Date.now() / stepMs) * stepMs, [stepMs]),
  );
}
