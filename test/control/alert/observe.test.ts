import { describe, expect, it } from 'vitest';
import { initialState } from '#control/alert/alert-state.ts';
import { endByRule } from '#control/alert/end-episode.ts';
import { observe } from '#control/alert/observe.ts';
import { createAlert, instantOf, reading, timers } from './machine.ts';

const atOnce = { ...timers, levels: { warning: { forSlots: 0, keepSlots: 0 } } };

describe('an alert', () => {
  it.each<[string, string, string, string[], string[]]>([
    ['waits for a breach to last', 'W', 'pending', ['pending'], []],
    ['fires once it has lasted', 'WW', 'firing', ['pending', 'fire'], ['fire']],
    ['forgets a breach that ends in the band', 'Ww', 'ok', ['pending', 'calm'], []],
    ['forgets a breach that ends', 'W.', 'ok', ['pending', 'calm'], []],
    ['counts a breach anew', 'W.W', 'pending', ['pending', 'calm', 'pending'], []],
    ['is held in its band', 'WWwww', 'firing', ['pending', 'fire'], ['fire']],
    ['recovers beyond its band', 'WW.', 'recovering', ['pending', 'fire', 'recovering'], ['fire']],
    [
      'relapses as the same episode, without a message',
      'WW.W',
      'firing',
      ['pending', 'fire', 'recovering', 'relapse'],
      ['fire'],
    ],
    ['relapses in the band, too', 'WW.w', 'firing', ['pending', 'fire', 'recovering', 'relapse'], ['fire']],
    [
      'is resolved by data once they have stayed clear',
      'WW...',
      'ok',
      ['pending', 'fire', 'recovering', 'resolve'],
      ['fire', 'resolve'],
    ],
    [
      'counts the clear slots anew after a relapse',
      'WW..W..',
      'recovering',
      ['pending', 'fire', 'recovering', 'relapse', 'recovering'],
      ['fire'],
    ],
    [
      'pages again when it becomes critical',
      'WWCC',
      'firing',
      ['pending', 'fire', 'upgrade'],
      ['fire', 'upgrade'],
    ],
    [
      'becomes a warning again without a message',
      'CCW',
      'firing',
      ['pending', 'fire', 'downgrade'],
      ['fire'],
    ],
    ['stays critical in the band of that level', 'CCc', 'firing', ['pending', 'fire'], ['fire']],
  ])('%s: %s', (_, letters, condition, moves, messages) => {
    const alert = createAlert().sees(letters);

    expect(alert.state.condition).toBe(condition);
    expect(alert.moves).toEqual(moves);
    expect(alert.messages).toEqual(messages);
  });

  it('fires and ends at once where nothing is to be waited for', () => {
    const alert = createAlert(atOnce).sees('W.');

    expect(alert.moves).toEqual(['fire', 'resolve']);
  });

  it('counts each firing as an episode of its own', () => {
    const alert = createAlert(atOnce).sees('W.W');

    expect(alert.state).toMatchObject({
      condition: 'firing',
      episode: 2,
      ended: null,
      firedMs: instantOf(3),
    });
  });

  it('keeps the highest severity of an episode after its end', () => {
    const alert = createAlert().sees('CCWw...');

    expect(alert.state).toMatchObject({ condition: 'ok', severity: null, peakSeverity: 'critical' });
  });

  it('writes down what it was decided by', () => {
    const state = createAlert().sees('W').state;

    const { transitions } = observe(state, { slot: 2, atMs: instantOf(2), reading: reading('W'), timers });

    expect(transitions).toEqual([
      {
        move: 'fire',
        episode: 1,
        atMs: instantOf(2),
        slot: 2,
        from: 'pending',
        to: 'firing',
        severity: 'warning',
        value: 'W'.charCodeAt(0),
        n: 100,
        ruleVersion: 3,
      },
    ]);
  });
});

describe('missing data', () => {
  it.each([
    ['pending', 'W'],
    ['firing', 'WW'],
    ['recovering', 'WW.'],
  ])('leave an alert %s', (condition, letters) => {
    const alert = createAlert().sees(letters).sees('??!!??');

    expect(alert.state.condition).toBe(condition);
    expect(alert.moves.slice(-4)).toEqual([...alert.moves.slice(-4, -3), 'noData', 'error', 'noData']);
  });

  it('stop the clocks: only evidence counts', () => {
    expect(createAlert().sees('W????W').moves).toEqual(['pending', 'noData', 'seeing', 'fire']);
    expect(createAlert().sees('WW.???.').state.condition).toBe('recovering');
    expect(createAlert().sees('WW.???..').state.condition).toBe('ok');
  });

  it('are said with their reason, unless the rule finds them fine', () => {
    const fine = { ...timers, noData: { policy: 'ok' as const, afterSlots: 3 } };

    expect(createAlert().sees('?').state).toMatchObject({ sight: 'noData', reason: 'no rows' });
    expect(createAlert(fine).sees('?').state).toMatchObject({ sight: 'seeing', reason: null });
    expect(createAlert(fine).sees('!').state).toMatchObject({ sight: 'error' });
    expect(createAlert().sees('?.').state).toMatchObject({ sight: 'seeing', reason: null });
  });
});

describe('a slot that does not come after the last one', () => {
  it.each([5, 4, 1])('changes nothing: %i after 5', (slot) => {
    const { state } = createAlert().sees('WWWWW');

    const step = observe(state, { slot, atMs: instantOf(slot), reading: reading('.'), timers });

    expect(step).toEqual({ state, transitions: [], messages: [] });
  });
});

describe('a flapping alert', () => {
  const eager = { ...timers, levels: { warning: { forSlots: 0, keepSlots: 1 } } };

  it('stays one episode until it has been quiet', () => {
    const alert = createAlert(eager).sees('W..W..').sees('.'.repeat(13));

    expect(alert.moves).toEqual(['fire', 'recovering', 'resolve', 'fire', 'recovering']);
    expect(alert.sees('...').moves.at(-1)).toBe('resolve');
    expect(alert.messages).toEqual(['fire', 'resolve', 'fire', 'resolve']);
  });
});

describe('a rule that changes', () => {
  it.each(['ruleEdited', 'rulePaused', 'ruleDeleted'] as const)('ends an open alert: %s', (by) => {
    const { state } = createAlert().sees('WW');

    const step = endByRule(state, { by, atMs: instantOf(3) });

    expect(step.state).toMatchObject({ condition: 'ok', ended: { by, atMs: instantOf(3) } });
    expect(step.transitions.map(({ move, endedBy }) => [move, endedBy])).toEqual([['resolve', by]]);
    expect(step.messages.map(({ kind }) => kind)).toEqual(['resolve']);
  });

  it('forgets a breach that was pending', () => {
    const step = endByRule(createAlert().sees('W').state, { by: 'rulePaused', atMs: instantOf(2) });

    expect(step.state).toMatchObject({ condition: 'ok', ended: null });
    expect(step.messages).toEqual([]);
    expect(endByRule(initialState, { by: 'rulePaused', atMs: 0 }).transitions).toEqual([]);
  });

  it('does not end a firing alert by asking for a longer breach', () => {
    const longer = { ...timers, levels: { warning: { forSlots: 50, keepSlots: 2 } } };
    const { state } = createAlert().sees('WW');

    expect(createAlert(longer, state).sees('WWW').state.condition).toBe('firing');
  });

  it('makes a critical alert a warning when the level is gone', () => {
    const lower = { ...timers, levels: { warning: { forSlots: 1, keepSlots: 2 } } };
    const { state } = createAlert().sees('CC');
    const seen = reading('C');
    if (seen.kind === 'value') delete seen.positions.critical;

    const step = observe(state, { slot: 3, atMs: instantOf(3), reading: seen, timers: lower });

    expect(step.state).toMatchObject({ condition: 'firing', severity: 'warning' });
  });
});
