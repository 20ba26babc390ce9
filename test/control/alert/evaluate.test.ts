import { describe, expect, it } from 'vitest';
import { initialState, type AlertState } from '#control/alert/alert-state.ts';
import type { AlertTimers } from '#control/alert/alert-timers.ts';
import { evaluateAlert } from '#control/alert/evaluate.ts';
import { instantOf, reading, timers } from './machine.ts';

/** The alert and its blind alert after readings, one a slot, and what was written of the blind one. */
function evaluate(letters: string, rule: AlertTimers = timers) {
  let pair: { own: AlertState; blind: AlertState } = { own: initialState, blind: initialState };
  const moves: string[] = [];
  const messages: string[] = [];
  letters.split('').forEach((letter, slot) => {
    const observation = { slot, atMs: instantOf(slot), reading: reading(letter), timers: rule };
    const { own, blind } = evaluateAlert(pair, observation, () => null);
    pair = { own: own.state, blind: blind.state };
    moves.push(...blind.transitions.map(({ move, text }) => (text ? `${move}: ${text}` : move)));
    messages.push(...blind.messages.map(({ kind, severity }) => `${kind} ${severity}`));
  });
  return { ...pair, moves, messages };
}

describe('a blind alert', () => {
  it('opens after as many slots without a value as the rule says, and ends with a value', () => {
    expect(evaluate('W??').moves).toEqual([]);
    expect(evaluate('W???').moves).toEqual(['fire: no rows']);
    expect(evaluate('W???.').moves).toEqual(['fire: no rows', 'resolve']);
    expect(evaluate('W?!?').moves).toEqual(['fire: no rows']);
  });

  it('has the highest severity of its rule, and episodes of its own', () => {
    const { own, blind, messages } = evaluate('WW???W');

    expect(messages).toEqual(['fire critical', 'resolve critical']);
    expect(own).toMatchObject({ condition: 'firing', episode: 1 });
    expect(blind).toMatchObject({ condition: 'ok', episode: 1, value: null, n: null, reason: null });
    const soft: AlertTimers = { ...timers, levels: { warning: { forSlots: 1, keepSlots: 2 } } };
    expect(evaluate('???', soft).messages).toEqual(['fire warning']);
  });

  it.each(['ok', 'keep'] as const)('does not open for missing data where the rule says %s', (policy) => {
    const rule = { ...timers, noData: { policy, afterSlots: 3 } };

    expect(evaluate('?????', rule).moves).toEqual([]);
    expect(evaluate('!!!', rule).moves).toEqual(['fire: the log did not answer']);
  });

  it('opens at the first slot where the rule waits for none', () => {
    expect(evaluate('?', { ...timers, noData: { policy: 'alert', afterSlots: 1 } }).moves).toEqual([
      'fire: no rows',
    ]);
  });
});

it('asks what keeps an alert back once its condition is known', () => {
  const asked: string[] = [];
  const rule: AlertTimers = { ...timers, levels: { critical: { forSlots: 0, keepSlots: 2 } } };

  const { own } = evaluateAlert(
    { own: initialState, blind: initialState },
    { slot: 1, atMs: instantOf(1), reading: reading('C'), timers: rule },
    (which, state) => {
      asked.push(`${which} ${state.condition}`);
      return {
        kind: 'silence',
        silenceId: 's',
        by: 'ann',
        reason: 'known',
        until: '2026-11-24T00:00:00.000Z',
      };
    },
  );

  expect(asked).toEqual(['own firing', 'blind ok']);
  expect(own.state).toMatchObject({ condition: 'firing', mute: { silenceId: 's' }, owed: 'fire' });
});
