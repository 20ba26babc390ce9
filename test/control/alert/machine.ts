import { initialState, type AlertState } from '#control/alert/alert-state.ts';
import type { AlertTimers } from '#control/alert/alert-timers.ts';
import { observe } from '#control/alert/observe.ts';
import type { Position, Reading } from '#control/alert/reading.ts';
import type { Step } from '#control/alert/step.ts';
import { tick } from '#control/alert/tick.ts';

export const MINUTE_MS = 60_000;
export const startMs = Date.UTC(2026, 10, 23, 12);

/** Both levels; they fire after one more slot and are over after two. */
export const timers: AlertTimers = {
  ruleVersion: 3,
  levels: { warning: { forSlots: 1, keepSlots: 2 }, critical: { forSlots: 1, keepSlots: 2 } },
  noData: { policy: 'alert', afterSlots: 3 },
};

const positions: Record<string, { warning: Position; critical: Position }> = {
  C: { warning: 'breach', critical: 'breach' },
  c: { warning: 'breach', critical: 'band' },
  W: { warning: 'breach', critical: 'clear' },
  w: { warning: 'band', critical: 'clear' },
  '.': { warning: 'clear', critical: 'clear' },
};

/** `C` critical, `c` in its band, `W` warning, `w` in its band, `.` clear, `?` no data, `!` error. */
export function reading(letter: string): Reading {
  if (letter === '?') return { kind: 'noData', reason: 'no rows' };
  if (letter === '!') return { kind: 'error', reason: 'the log did not answer' };
  const found = positions[letter];
  if (!found) throw new RangeError(`no reading is written ${letter}`);
  return { kind: 'value', value: letter.charCodeAt(0), n: 100, positions: found };
}

/** A slot is a minute. */
export function instantOf(slot: number): number {
  return startMs + slot * MINUTE_MS;
}

/** An alert that goes through readings and the commands of people, and remembers what was written and sent. */
export function createAlert(rule: AlertTimers = timers, from: AlertState = initialState) {
  let state = from;
  const moves: string[] = [];
  const messages: string[] = [];
  const take = (step: Step) => {
    ({ state } = step);
    moves.push(...step.transitions.map(({ move }) => move));
    messages.push(...step.messages.map(({ kind }) => kind));
  };
  const alert = {
    get state() {
      return state;
    },
    /** One slot a letter, after the last one. */
    sees(letters: string, mute: AlertState['mute'] = null) {
      for (const letter of letters) {
        const slot = (state.lastSlot ?? 0) + 1;
        const atMs = instantOf(slot);
        take(tick(observe(state, { slot, atMs, reading: reading(letter), timers: rule }), { atMs, mute }));
      }
      return alert;
    },
    take,
    moves,
    messages,
  };
  return alert;
}
