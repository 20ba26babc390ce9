/** What a detector says after a value. A drift is said once: the next value starts it afresh. */
export interface Signal {
  warning: boolean;
  drift: boolean;
}

/** Which way a change must go to count. */
export type Direction = 'both' | 'up' | 'down';

/**
 * A change detector as a pure reducer. States are plain data, never modified: they can be kept as JSON
 * between two values and carried on elsewhere.
 */
export interface Detector<State extends Signal> {
  start: () => State;
  /** NaN and ±∞ are left out: they change nothing, count them apart as missing. */
  next: (state: State, x: number) => State;
}

/** A detector that starts afresh with the value after a drift, as all of river's do. O(1) a value beside the step. */
export function createDetector<State extends Signal>(
  start: () => State,
  step: (state: State, x: number) => State,
  restart: (state: State) => State = start,
): Detector<State> {
  return {
    start,
    next: (state, x) => {
      const current = state.drift ? restart(state) : state;
      return Number.isFinite(x) ? step(current, x) : current;
    },
  };
}

/**
 * Where a detector signals in a whole series, as 0-based indices, and the state it ends in. NaN and ±∞ change
 * nothing. O(n) steps.
 */
export function detect<State extends Signal>(detector: Detector<State>, values: ArrayLike<number>) {
  const drifts: number[] = [];
  const warningStarts: number[] = [];
  let state = detector.start();
  for (let i = 0; i < values.length; i++) {
    const before = state;
    state = detector.next(before, values[i] as number);
    if (state.drift) drifts.push(i);
    if (state.warning && !before.warning) warningStarts.push(i);
  }
  return { drifts, warningStarts, state };
}

/**
 * O(1).
 *
 * @throws {RangeError} when x is no error bit
 */
export function checkBit(x: number): void {
  if (x !== 0 && x !== 1) throw new RangeError(`an error bit is 0 or 1, not ${x}`);
}

/** Whether the upward or downward excess over the limit counts. O(1). */
export function exceeds(direction: Direction, up: number, down: number, limit: number): boolean {
  return (direction !== 'down' && up > limit) || (direction !== 'up' && down > limit);
}
