import type { Span } from './samples.ts';

/** A span being chosen on the charts of a page: where it began and where it ends for now. */
export interface SpanState {
  start: number;
  end: number;
  /** Whether the end stays where it is, or follows pointer and arrow keys. */
  isFixed: boolean;
}

/** A store outside React, as the crosshair is: while one drags, a stripe changes its width in every chart. */
export interface SpanSelection {
  getState: () => SpanState | undefined;
  subscribe: (listener: () => void) => () => void;
  begin: (time: number) => void;
  /** Takes the end along, unless it is fixed. */
  extend: (time: number) => void;
  fix: (time: number) => void;
  cancel: () => void;
  /** What was chosen, earlier end first, and forgets it; undefined when it has no length. */
  take: () => Span | undefined;
}

export function createSpanSelection(): SpanSelection {
  let state: SpanState | undefined;
  const listeners = new Set<() => void>();

  function become(next: SpanState | undefined) {
    if (next === state) return;
    state = next;
    for (const listener of listeners) listener();
  }

  return {
    getState: () => state,
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    begin: (time) => become({ start: time, end: time, isFixed: false }),
    extend(time) {
      if (state && !state.isFixed && state.end !== time) become({ ...state, end: time });
    },
    fix(time) {
      if (state) become({ ...state, end: time, isFixed: true });
    },
    cancel: () => become(undefined),
    take() {
      const chosen = state;
      become(undefined);
      if (!chosen || chosen.start === chosen.end) return undefined;
      return { from: Math.min(chosen.start, chosen.end), to: Math.max(chosen.start, chosen.end) };
    },
  };
}
