import { describe, expect, it } from 'vitest';
import { initialState, type AlertState } from '#control/alert/alert-state.ts';
import { commandAlert } from '#control/alert/command.ts';
import { unchanged } from '#control/alert/step.ts';
import { tick } from '#control/alert/tick.ts';
import { createAlert, instantOf, MINUTE_MS } from './machine.ts';

const silence = {
  kind: 'silence',
  silenceId: 's1',
  by: 'ann',
  reason: 'known',
  until: '2026-11-24T00:00:00.000Z',
} as const;
const echo = { kind: 'upstream', alertId: 'a', stage: 'vad' } as const;
const firedMs = instantOf(2);

/** The alert at minutes after it fired, one tick each. */
function wait(
  state: AlertState,
  minutes: number[],
  mute: AlertState['mute'] = null,
): { state: AlertState; told: string[] } {
  const told: string[] = [];
  let now = state;
  for (const minute of minutes) {
    const step = tick(unchanged(now), { atMs: firedMs + minute * MINUTE_MS, mute });
    told.push(...step.messages.map(({ kind, escalation }) => `${minute} ${kind} ${escalation}`));
    now = step.state;
  }
  return { state: now, told };
}

function acknowledged(letters: string): AlertState {
  const step = commandAlert(
    createAlert().sees(letters).state,
    { type: 'acknowledge', takeOver: false, episode: 1 },
    { actor: 'ann', atMs: firedMs },
  );
  if ('refusal' in step) throw new Error(step.refusal);
  return step.state;
}

const everyMinute = Array.from({ length: 60 }, (_, minute) => minute + 1);

describe('a critical alert that nobody takes', () => {
  it('pages every ten minutes, the next level of the escalation up to the last', () => {
    expect(wait(createAlert().sees('CC').state, everyMinute.slice(0, 45)).told).toEqual([
      '10 repage 1',
      '20 repage 2',
      '30 repage 2',
      '40 repage 2',
    ]);
  });

  it('does not page again while it recovers, nor when it is a warning', () => {
    expect(wait(createAlert().sees('CC.').state, everyMinute).told).toEqual([]);
    expect(wait(createAlert().sees('WW').state, everyMinute).told).toEqual([]);
  });
});

describe('an acknowledgement', () => {
  it('of a critical alert reminds its owner after 45 minutes and pages after 60', () => {
    const { state, told } = wait(acknowledged('CC'), everyMinute);

    expect(told).toEqual(['45 acknowledgementReminder 0', '60 acknowledgementExpired 0']);
    expect(state.handling).toEqual({ kind: 'none' });
  });

  it('of a warning lasts eight hours', () => {
    expect(wait(acknowledged('WW'), [464, 465, 479, 480, 481]).told).toEqual([
      '465 acknowledgementReminder 0',
      '480 acknowledgementExpired 0',
    ]);
  });

  it('expires for a recovering alert, too', () => {
    expect(wait(acknowledged('CC.'), [60]).told).toEqual(['60 acknowledgementExpired 0']);
  });
});

describe('a snooze', () => {
  it('ends at its time, and an alert that is still open pages', () => {
    const step = commandAlert(
      createAlert().sees('WW').state,
      { type: 'snooze', until: new Date(firedMs + 30 * MINUTE_MS).toISOString(), episode: 1 },
      { actor: 'ann', atMs: firedMs },
    );
    if ('refusal' in step) throw new Error(step.refusal);

    expect(wait(step.state, everyMinute).told).toEqual(['30 snoozeEnded 0']);
  });
});

describe('what keeps messages back', () => {
  it.each([silence, echo])('holds the page of a new episode until it goes away: %j', (mute) => {
    const alert = createAlert().sees('CC', mute);
    expect(alert.messages).toEqual([]);
    expect(alert.moves).toEqual(['pending', 'fire', 'muted']);

    const held = wait(alert.state, everyMinute, mute);
    expect(held.told).toEqual([]);

    expect(wait(held.state, [61, 62]).told).toEqual(['61 fire 0']);
  });

  it('is followed by a message when it began after the page', () => {
    const { state } = wait(createAlert().sees('WW').state, [1], silence);

    expect(wait(state, [2, 3]).told).toEqual(['2 unmuted 0']);
  });

  it('is not followed by a page of an alert that is recovering, unless it relapses', () => {
    const alert = createAlert().sees('WW.', silence).sees('.');
    expect(alert.messages).toEqual([]);

    expect(alert.sees('W').messages).toEqual(['fire']);
  });

  it('lets an alert that nobody was told of end without a word', () => {
    const alert = createAlert().sees('WW...', silence);

    expect(alert.state.condition).toBe('ok');
    expect(alert.messages).toEqual([]);
  });

  it('does not keep the end back from those who were told', () => {
    expect(createAlert().sees('WW').sees('...', silence).messages).toEqual(['fire', 'resolve']);
  });
});

it('time that goes back changes nothing', () => {
  const { state } = wait(acknowledged('CC'), [30]);

  expect(wait(state, [-90, 29, 30]).told).toEqual([]);
  expect(wait(state, [-90, 29, 30]).state).toEqual(state);
});

it('an alert at rest only learns the time', () => {
  expect(tick(unchanged(initialState), { atMs: 5, mute: silence })).toEqual({
    state: { ...initialState, lastMs: 5 },
    transitions: [],
    messages: [],
  });
});
