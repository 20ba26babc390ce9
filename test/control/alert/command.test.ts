import { describe, expect, it } from 'vitest';
import type { AlertState } from '#control/alert/alert-state.ts';
import { commandAlert, type PersonCommand } from '#control/alert/command.ts';
import { createAlert, instantOf, MINUTE_MS, startMs } from './machine.ts';

const HOUR_MS = 60 * MINUTE_MS;
const atMs = instantOf(10);

type Command = PersonCommand extends infer C ? (C extends PersonCommand ? Omit<C, 'episode'> : never) : never;

function command(state: AlertState, what: Command, { actor = 'ann', at = atMs, episode = 1 } = {}) {
  return commandAlert(state, { ...what, episode }, { actor, atMs: at });
}

/** The alert after a command that must not be refused. */
function done(state: AlertState, what: Command, who: Parameters<typeof command>[2] = {}) {
  const step = command(state, what, who);
  if ('refusal' in step) throw new Error(`refused: ${step.refusal}`);
  return step;
}

const warning = createAlert().sees('WW').state;
const critical = createAlert().sees('CC').state;
const resolved = createAlert().sees('WW...').state;
const acknowledge = { type: 'acknowledge', takeOver: false } as const;
const until = (ms: number) => new Date(atMs + ms).toISOString();

describe('acknowledging', () => {
  it.each([
    ['a critical alert for an hour', critical, HOUR_MS],
    ['a warning for eight', warning, 8 * HOUR_MS],
  ])('takes %s', (_, state, leaseMs) => {
    const step = done(state, acknowledge);

    expect(step.state.handling).toMatchObject({ kind: 'acknowledged', by: 'ann', untilMs: atMs + leaseMs });
    expect(step.transitions).toMatchObject([{ move: 'acknowledge', actor: 'ann', untilMs: atMs + leaseMs }]);
    expect(step.messages.map(({ kind }) => kind)).toEqual(['acknowledged']);
  });

  it('tells nobody where nobody was told that it fires', () => {
    expect(done({ ...critical, pagedMs: null }, acknowledge).messages).toEqual([]);
  });

  it('changes nothing when the same person repeats it, and renews the lease later', () => {
    const { state } = done(critical, acknowledge);

    expect(done(state, acknowledge, { at: atMs + 2_000 })).toEqual({ state, transitions: [], messages: [] });
    expect(done(state, acknowledge, { at: atMs + 30 * MINUTE_MS }).state.handling).toMatchObject({
      untilMs: atMs + 90 * MINUTE_MS,
    });
  });

  it('says who was first, unless it is taken over', () => {
    const { state } = done(critical, acknowledge, { actor: 'bob' });
    const later = { at: atMs + 2_000 };

    expect(command(state, acknowledge, later)).toEqual({ refusal: 'acknowledgedByOther', by: 'bob', atMs });
    expect(done(state, { ...acknowledge, takeOver: true }, later).state.handling).toMatchObject({
      by: 'ann',
    });
  });

  it.each([
    ['another episode', critical, 2, { refusal: 'otherEpisode', atMs: instantOf(2) }],
    ['an alert that has ended', resolved, 1, { refusal: 'notOpen', atMs: instantOf(5) }],
    ['an episode that is over', createAlert().sees('WW...WW').state, 1, { refusal: 'otherEpisode' }],
  ])('refuses %s', (_, state, episode, refusal) => {
    expect(command(state, acknowledge, { episode })).toMatchObject(refusal);
  });
});

describe('taking an acknowledgement back', () => {
  it('pages again', () => {
    const { state } = done(critical, acknowledge);

    const step = done(state, { type: 'unacknowledge' });

    expect(step.state).toMatchObject({ handling: { kind: 'none' }, pagedMs: atMs });
    expect(step.messages.map(({ kind }) => kind)).toEqual(['unacknowledged']);
  });

  it('ends a snooze, too, and changes nothing where there is neither', () => {
    const { state } = done(critical, { type: 'snooze' });

    expect(done(state, { type: 'unacknowledge' }).state.handling).toEqual({ kind: 'none' });
    expect(done(critical, { type: 'unacknowledge' }).transitions).toEqual([]);
  });
});

describe('snoozing', () => {
  it.each([
    ['24 hours when critical', critical, 24],
    ['7 days when a warning', warning, 168],
  ])('lasts at most %s', (_, state, hours) => {
    const longestMs = hours * HOUR_MS;

    expect(done(state, { type: 'snooze' }).state.handling).toMatchObject({ untilMs: atMs + longestMs });
    expect(command(state, { type: 'snooze', until: until(longestMs + 1) })).toEqual({ refusal: 'tooLong' });
    expect(command(state, { type: 'snooze', until: until(0) })).toEqual({ refusal: 'inThePast' });
  });

  it('leaves what somebody else has acknowledged', () => {
    const { state } = done(critical, acknowledge, { actor: 'bob' });

    expect(command(state, { type: 'snooze' })).toMatchObject({ refusal: 'acknowledgedByOther', by: 'bob' });
    expect(done(state, { type: 'snooze' }, { actor: 'bob' }).state.handling.kind).toBe('snoozed');
  });

  it('changes nothing the second time', () => {
    const snooze = { type: 'snooze', until: until(HOUR_MS), reason: 'known' } as const;

    expect(done(done(critical, snooze).state, snooze).transitions).toEqual([]);
  });
});

describe('resolving by hand', () => {
  it('ends the episode with a note and says so to those who were told', () => {
    const step = done(critical, { type: 'resolve', note: 'rolled back' });

    expect(step.state).toMatchObject({
      condition: 'ok',
      ended: { by: 'person', actor: 'ann', atMs },
      handling: { kind: 'none' },
    });
    expect(step.transitions).toMatchObject([{ move: 'resolveByHand', text: 'rolled back', actor: 'ann' }]);
    expect(step.messages.map(({ kind }) => kind)).toEqual(['resolve']);
  });

  it('does not hide a breach that is still there', () => {
    const { state } = done(critical, { type: 'resolve', note: 'it will be fine' });

    const alert = createAlert(undefined, state).sees('C');

    expect(alert.state).toMatchObject({ condition: 'pending', episode: 1 });
    expect(alert.sees('C').state).toMatchObject({ condition: 'firing', episode: 2 });
  });

  it('changes nothing the second time, and tells others who did it', () => {
    const { state } = done(critical, { type: 'resolve', note: 'done' });

    expect(done(state, { type: 'resolve', note: 'done' }).transitions).toEqual([]);
    expect(command(state, { type: 'resolve', note: 'done' }, { actor: 'bob' })).toEqual({
      refusal: 'notOpen',
      by: 'ann',
      atMs,
    });
  });
});

describe('what is said of an alert', () => {
  it('has one assignee', () => {
    const { state } = done(critical, { type: 'assign', assignee: 'bob' });

    expect(state.assignee).toBe('bob');
    expect(done(state, { type: 'assign', assignee: 'bob' }).transitions).toEqual([]);
    expect(done(state, { type: 'assign', assignee: null }).state.assignee).toBeNull();
  });

  it('takes notes on any of its episodes', () => {
    const state = createAlert().sees('WW...WW').state;

    const step = done(state, { type: 'note', text: 'it was the microphone' });

    expect(step.state).toEqual(state);
    expect(step.transitions).toMatchObject([{ move: 'note', episode: 1, text: 'it was the microphone' }]);
  });

  it('takes real or noise once it has ended', () => {
    const feedback = { type: 'feedback', verdict: 'noise' } as const;

    const { state } = done(resolved, feedback);

    expect(state.verdict).toEqual({ verdict: 'noise', by: 'ann', atMs });
    expect(done(state, feedback).transitions).toEqual([]);
    expect(command(critical, feedback)).toEqual({ refusal: 'stillOpen' });
    expect(done(createAlert().sees('WW...WW').state, feedback).transitions).toMatchObject([
      { move: 'feedback', episode: 1, verdict: 'noise' },
    ]);
  });
});

describe('an acknowledgement', () => {
  const rest = (state: AlertState) => createAlert(undefined, state);

  it('ends with the episode', () => {
    const { state } = done(warning, acknowledge, { at: startMs });

    expect(rest(state).sees('...').state).toMatchObject({ condition: 'ok', handling: { kind: 'none' } });
  });

  it('outlasts a relapse', () => {
    const { state } = done(warning, acknowledge, { at: startMs });

    expect(rest(state).sees('.W').state.handling.kind).toBe('acknowledged');
  });

  it('is void when the severity rises', () => {
    const { state } = done(warning, acknowledge, { at: startMs });

    const alert = rest(state).sees('CC');

    expect(alert.state.handling).toEqual({ kind: 'none' });
    expect(alert.messages).toEqual(['upgrade']);
  });

  it('of a critical alert holds when it falls and rises again', () => {
    const { state } = done(critical, acknowledge, { at: startMs });

    const alert = rest(state).sees('WCC');

    expect(alert.moves).toEqual(['downgrade', 'upgrade']);
    expect(alert.state.handling.kind).toBe('acknowledged');
    expect(alert.messages).toEqual([]);
  });
});
