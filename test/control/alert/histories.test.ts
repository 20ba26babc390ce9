import { expect, it } from 'vitest';
import { initialState, isOpen, type AlertState } from '#control/alert/alert-state.ts';
import type { AlertTimers } from '#control/alert/alert-timers.ts';
import { commandAlert, type PersonCommand } from '#control/alert/command.ts';
import { dueAt } from '#control/alert/due.ts';
import { endByRule } from '#control/alert/end-episode.ts';
import { evaluateAlert } from '#control/alert/evaluate.ts';
import type { Position, Reading } from '#control/alert/reading.ts';
import { unchanged, type Step } from '#control/alert/step.ts';
import { tick } from '#control/alert/tick.ts';
import { below, mulberry32, type Draw } from '#stats/random.ts';
import { instantOf, MINUTE_MS } from './machine.ts';

/** `ALERT_HISTORIES=60000` takes a minute and a half. */
const HISTORIES = Number(process.env.ALERT_HISTORIES ?? 1_000);
const EVENTS = 100;
const PATIENCE_MS = 20 * HISTORIES;

type Pair = { own: AlertState; blind: AlertState };
type Event =
  | { kind: 'reading'; slot: number; reading: Reading; mute: AlertState['mute'] }
  | { kind: 'tick'; atMs: number; mute: AlertState['mute'] }
  | { kind: 'command'; command: PersonCommand; actor: string; atMs: number }
  | { kind: 'ruleEnded'; atMs: number };

it(`every promise of the machine holds in ${HISTORIES} random histories`, { timeout: PATIENCE_MS }, () => {
  for (let seed = 0; seed < HISTORIES; seed++)
    expect(() => runHistory(seed), `history ${seed}`).not.toThrow();
});

function runHistory(seed: number): void {
  const draw = mulberry32(seed);
  const timers = randomTimers(draw);
  const ledgers = { own: createLedger(), blind: createLedger() };
  let pair: Pair = { own: initialState, blind: initialState };
  let replica: Pair = pair;
  let slot = 0;
  let atMs = instantOf(0);

  for (let i = 0; i < EVENTS; i++) {
    slot += below(draw, 8) === 0 ? 1 + below(draw, 60) : 1;
    atMs = Math.max(atMs + below(draw, 3) * MINUTE_MS, instantOf(slot));
    const event = randomEvent(draw, { slot, atMs, pair, timers });
    const before = pair;
    const steps = apply(pair, event, timers);
    const again = apply(reloaded(replica), event, timers);
    must(same(steps, again), 'a reloaded replica writes the same');

    if (event.kind === 'tick')
      for (const which of ['own', 'blind'] as const) checkNotDue(before[which], steps[which], event);

    pair = { own: steps.own.state, blind: steps.blind.state };
    replica = { own: again.own.state, blind: again.blind.state };
    for (const which of ['own', 'blind'] as const)
      checkStep(ledgers[which], before[which], steps[which], event, which);
    if (event.kind === 'reading') {
      const repeated = apply(pair, event, timers);
      must(same(repeated.own, unchanged(pair.own)), 'a slot that comes twice changes nothing');
      must(same(repeated.blind, unchanged(pair.blind)), 'nor for the blind alert');
    }
  }
}

function apply(pair: Pair, event: Event, timers: AlertTimers): { own: Step; blind: Step } {
  switch (event.kind) {
    case 'reading': {
      const { slot, reading, mute } = event;
      return evaluateAlert(pair, { slot, atMs: instantOf(slot), reading, timers }, () => mute);
    }
    case 'tick':
      return { own: tick(unchanged(pair.own), event), blind: tick(unchanged(pair.blind), event) };
    case 'command': {
      const { command, actor, atMs } = event;
      const done = commandAlert(pair.own, command, { actor, atMs });
      return { own: 'refusal' in done ? unchanged(pair.own) : done, blind: unchanged(pair.blind) };
    }
    case 'ruleEnded':
      return {
        own: endByRule(pair.own, { by: 'ruleEdited', atMs: event.atMs }),
        blind: endByRule(pair.blind, { by: 'ruleEdited', atMs: event.atMs }),
      };
  }
}

/** Nobody need look at an alert before it is due, while nothing else keeps it back than before. */
function checkNotDue(
  before: AlertState,
  step: Step,
  { atMs, mute }: { atMs: number; mute: AlertState['mute'] },
) {
  const due = dueAt(before);
  if (!same(before.mute, mute) || (due !== null && atMs >= due)) return;
  must(step.transitions.length === 0 && step.messages.length === 0, 'time changes nothing before it is due');
}

type Ledger = { fires: number; resolves: number; messages: number };

function createLedger(): Ledger {
  return { fires: 0, resolves: 0, messages: 0 };
}

function checkStep(ledger: Ledger, before: AlertState, step: Step, event: Event, which: string): void {
  const { state, transitions, messages } = step;
  for (const { move, episode, from, to, endedBy } of transitions) {
    if (move === 'fire') {
      ledger.fires += 1;
      must(episode === ledger.fires, 'an episode fires once, and they are counted');
    }
    if (from !== 'ok' && from !== 'pending' && to === 'ok') {
      ledger.resolves += 1;
      must(ledger.resolves === ledger.fires, 'an episode ends at most once, after it fired');
    }
    if (endedBy === 'data' && which === 'own') {
      const reading = event.kind === 'reading' ? event.reading : undefined;
      const positions = reading?.kind === 'value' ? reading.positions : {};
      must(reading?.kind === 'value', 'only a value ends an episode by data');
      must(!Object.values(positions).includes('breach'), 'not while a level is in breach');
      must((before.severity && positions[before.severity]) === 'clear', 'not in the band of its level');
    }
  }

  const isBlindSlot = event.kind === 'reading' && event.reading.kind !== 'value';
  if (isBlindSlot && which === 'own')
    must(before.condition === state.condition, 'missing data does not move the condition');
  if (event.kind === 'reading' && before.lastSlot !== null && event.slot <= before.lastSlot)
    must(
      transitions.every(({ slot }) => slot === null),
      'a late slot decides nothing',
    );
  if (!isOpen(state)) {
    must(state.handling.kind === 'none', 'nothing that a person took outlives the episode');
    must(state.mute === null && state.owed === null, 'what is over owes nobody a message');
  }
  must(isOpen(state) === ledger.fires > ledger.resolves, 'open is fired and not ended');
  must((state.condition === 'ok') === (state.severity === null), 'a severity is of a breach');
  must(
    (state.condition === 'recovering') === (state.clearSlots !== null),
    'only recovery counts clear slots',
  );

  for (const { kind, number } of messages) {
    ledger.messages += 1;
    must(number === ledger.messages, 'messages are counted without a gap');
    if (kind === 'resolve' || kind === 'acknowledged' || kind === 'acknowledgementReminder') continue;
    must(state.mute === null, 'nobody is asked for while something keeps messages back');
    must(state.handling.kind === 'none', 'nobody is asked for while somebody has taken it');
    if (isOpen(before) && before.handling.kind === 'acknowledged' && event.kind === 'reading') {
      const isExpected = kind === 'upgrade' || kind === 'fire' || kind === 'acknowledgementExpired';
      must(isExpected, 'an acknowledgement is broken only by a higher severity or its end');
    }
  }
  const isQuiet = state.mute === null && state.handling.kind === 'none';
  if (state.condition === 'firing' && isQuiet && state.lastMs !== null)
    must(state.pagedMs !== null || event.kind === 'ruleEnded', 'whoever is on call was told of what fires');
}

function randomTimers(draw: Draw): AlertTimers {
  const level = () => ({ forSlots: below(draw, 4), keepSlots: below(draw, 4) });
  const which = below(draw, 3);
  return {
    ruleVersion: 1,
    levels: { ...(which !== 1 && { warning: level() }), ...(which !== 0 && { critical: level() }) },
    noData: {
      policy: (['alert', 'ok', 'keep'] as const)[below(draw, 3)] ?? 'alert',
      afterSlots: 1 + below(draw, 4),
    },
  };
}

function randomEvent(
  draw: Draw,
  { slot, atMs, pair, timers }: { slot: number; atMs: number; pair: Pair; timers: AlertTimers },
): Event {
  const roll = below(draw, 20);
  const mute =
    below(draw, 6) === 0
      ? ({
          kind: 'silence',
          silenceId: 's',
          by: 'ann',
          reason: 'known',
          until: '2026-11-24T00:00:00.000Z',
        } as const)
      : null;
  if (roll < 13) {
    const isLate = below(draw, 10) === 0;
    const at = isLate ? Math.max(0, slot - below(draw, 60)) : slot;
    return { kind: 'reading', slot: at, reading: randomReading(draw, timers), mute };
  }
  if (roll < 16) return { kind: 'tick', atMs: atMs + (below(draw, 90) - 10) * MINUTE_MS, mute };
  if (roll < 19) return { kind: 'command', ...randomCommand(draw, pair.own.episode), atMs };
  return below(draw, 5) === 0 ? { kind: 'ruleEnded', atMs } : { kind: 'tick', atMs, mute };
}

function randomReading(draw: Draw, { levels }: AlertTimers): Reading {
  const roll = below(draw, 10);
  if (roll === 0) return { kind: 'noData', reason: 'no rows' };
  if (roll === 1) return { kind: 'error', reason: 'timeout' };
  const isClear = roll < 5;
  const position = (): Position =>
    isClear ? 'clear' : ((['breach', 'band', 'clear', 'clear'] as const)[below(draw, 4)] ?? 'clear');
  return {
    kind: 'value',
    value: below(draw, 100),
    n: below(draw, 1_000),
    positions: {
      ...(levels.warning && { warning: position() }),
      ...(levels.critical && { critical: position() }),
    },
  };
}

function randomCommand(draw: Draw, episode: number): { command: PersonCommand; actor: string } {
  const named = { episode: below(draw, 6) === 0 ? episode + 1 - below(draw, 3) : episode };
  const commands: PersonCommand[] = [
    { type: 'acknowledge', takeOver: below(draw, 2) === 0, ...named },
    { type: 'acknowledge', takeOver: false, ...named },
    { type: 'unacknowledge', ...named },
    { type: 'snooze', ...named },
    { type: 'assign', assignee: 'bob', ...named },
    { type: 'resolve', note: 'done', ...named },
    { type: 'note', text: 'seen', ...named },
    { type: 'feedback', verdict: 'real', ...named },
  ];
  const command = commands[below(draw, commands.length)];
  if (!command) throw new RangeError('no such command');
  return { command, actor: below(draw, 2) === 0 ? 'ann' : 'bob' };
}

function reloaded(pair: Pair): Pair {
  return JSON.parse(JSON.stringify(pair)) as Pair;
}

function same(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

function must(holds: boolean, promise: string): void {
  if (!holds) throw new Error(`broken: ${promise}`);
}
