/** Which instant the charts of a page point at, which of them is asked for its values, and who asked. */
export interface CrosshairState {
  time: number | undefined;
  chart: string | undefined;
  isPinned: boolean;
  by: 'pointer' | 'keyboard';
}

/** A store outside React: a mouse move shifts one line per chart and renders one tooltip, nothing else. */
export interface Crosshair {
  getState: () => CrosshairState;
  subscribe: (listener: () => void) => () => void;
  /** Told when a person pins an instant, moves the pin or takes it away. */
  onPin: (listener: PinListener) => () => void;
  /** Follows the pointer; a pinned crosshair stays. */
  hover: (chart: string, time: number) => void;
  /** Hides after a moment, so that the pointer can reach the tooltip. */
  leave: () => void;
  /** Keeps what `leave` was about to hide. */
  stay: () => void;
  /** Moves by key, which also takes a pin along. */
  move: (chart: string, time: number) => void;
  pin: (time: number) => void;
  togglePin: () => void;
  close: () => void;
}

const LEAVE_MS = 150;
const nothing: CrosshairState = { time: undefined, chart: undefined, isPinned: false, by: 'pointer' };

type PinListener = (time: number | undefined) => void;

export function createCrosshair(): Crosshair {
  let state = nothing;
  let leaving: ReturnType<typeof setTimeout> | undefined;
  const listeners = new Set<() => void>();
  const pinListeners = new Set<PinListener>();

  function become(next: CrosshairState) {
    clearTimeout(leaving);
    const same =
      next.time === state.time &&
      next.chart === state.chart &&
      next.isPinned === state.isPinned &&
      next.by === state.by;
    if (same) return;
    state = next;
    for (const listener of listeners) listener();
  }

  function announcePin(time: number | undefined) {
    for (const listener of pinListeners) listener(time);
  }

  return {
    getState: () => state,
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    onPin(listener) {
      pinListeners.add(listener);
      return () => pinListeners.delete(listener);
    },
    hover(chart, time) {
      if (state.isPinned) become({ ...state, chart, by: 'pointer' });
      else become({ time, chart, isPinned: false, by: 'pointer' });
    },
    leave() {
      clearTimeout(leaving);
      if (!state.isPinned) leaving = setTimeout(() => become(nothing), LEAVE_MS);
    },
    stay() {
      clearTimeout(leaving);
    },
    move(chart, time) {
      become({ time, chart, isPinned: state.isPinned, by: 'keyboard' });
      if (state.isPinned) announcePin(time);
    },
    pin(time) {
      become({ ...state, time, isPinned: true });
    },
    togglePin() {
      if (state.time === undefined) return;
      const isPinned = !state.isPinned;
      become({ ...state, isPinned });
      announcePin(isPinned ? state.time : undefined);
    },
    close() {
      const wasPinned = state.isPinned;
      become(nothing);
      if (wasPinned) announcePin(undefined);
    },
  };
}
