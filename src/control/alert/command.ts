import type { AlertCommand, AlertRefusal } from '#contract/alert-command.ts';
import { isOpen, type AlertState, type Handling } from './alert-state.ts';
import { endEpisode } from './end-episode.ts';
import { leases } from './leases.ts';
import { moved, told, unchanged, type Step } from './step.ts';
import { tick } from './tick.ts';

/** A command of a person, on the episode that the person saw. */
export type PersonCommand = AlertCommand & { episode: number };

/** Why not; `by` and `atMs` of whoever was first. */
export type Refused = { refusal: AlertRefusal; by?: string; atMs?: number };

/** A lease that is renewed within this time is the same lease: a second click, a request that is sent again. */
const SAME_LEASE_MS = 60_000;

type Who = { actor: string; atMs: number };

/** What `command` makes of an alert, or why it may not. The same command by the same person a second time changes nothing. */
export function commandAlert(state: AlertState, command: PersonCommand, who: Who): Step | Refused {
  const isPast = command.episode < state.episode;
  if (command.episode > state.episode || (isPast && !isOnPast(command))) return otherEpisode(state);
  const done = apply(state, command, { ...who, isPast });
  if ('refusal' in done || done.transitions.length === 0 || done.state.owed === null) return done;
  return tick(done, { atMs: who.atMs, mute: done.state.mute });
}

/** What can still be said of an episode that another has followed. */
function isOnPast({ type }: PersonCommand): boolean {
  return type === 'note' || type === 'feedback';
}

function apply(
  state: AlertState,
  command: PersonCommand,
  { actor, atMs, isPast }: Who & { isPast: boolean },
): Step | Refused {
  const step = unchanged(state);
  switch (command.type) {
    case 'acknowledge':
      return acknowledge(state, command.takeOver, { actor, atMs });
    case 'unacknowledge':
      if (!isOpen(state)) return notOpen(state);
      if (state.handling.kind === 'none') return step;
      return moved(
        step,
        'unacknowledge',
        atMs,
        { handling: { kind: 'none' }, owed: 'unacknowledged', escalation: 0 },
        { actor },
      );
    case 'assign':
      if (state.assignee === command.assignee) return step;
      return moved(
        step,
        'assign',
        atMs,
        { assignee: command.assignee },
        { actor, ...(command.assignee !== null && { text: command.assignee }) },
      );
    case 'snooze':
      return snooze(state, command, { actor, atMs });
    case 'resolve':
      if (isOpen(state)) return endEpisode(step, { by: 'person', atMs, actor, text: command.note });
      return state.ended?.actor === actor && state.condition === 'ok' ? step : notOpen(state);
    case 'note':
      return onEpisode(command, moved(step, 'note', atMs, {}, { actor, text: command.text }));
    case 'feedback': {
      if (isPast) {
        const said = moved(step, 'feedback', atMs, {}, { actor, verdict: command.verdict });
        return onEpisode(command, said);
      }
      if (isOpen(state)) return { refusal: 'stillOpen' };
      const { verdict } = command;
      if (state.verdict?.verdict === verdict && state.verdict.by === actor) return step;
      return moved(step, 'feedback', atMs, { verdict: { verdict, by: actor, atMs } }, { actor, verdict });
    }
  }
}

function acknowledge(state: AlertState, takeOver: boolean, { actor, atMs }: Who): Step | Refused {
  const { severity, handling } = state;
  if (!isOpen(state) || severity === null) return notOpen(state);
  const untilMs = atMs + leases.acknowledgeMs[severity];
  if (handling.kind === 'acknowledged') {
    const { by, untilMs: earlierMs } = handling;
    if (by !== actor && !takeOver) return { refusal: 'acknowledgedByOther', by, atMs: handling.atMs };
    const isSame = by === actor && handling.severity === severity && untilMs - earlierMs < SAME_LEASE_MS;
    if (isSame) return unchanged(state);
  }
  const lease: Handling = { kind: 'acknowledged', by: actor, atMs, untilMs, severity, isReminded: false };
  const taken = moved(
    unchanged(state),
    'acknowledge',
    atMs,
    { handling: lease, owed: null },
    { actor, untilMs },
  );
  const isRenewed = handling.kind === 'acknowledged' && handling.by === actor;
  return state.pagedMs === null || isRenewed ? taken : told(taken, 'acknowledged', atMs);
}

function snooze(
  state: AlertState,
  { until, reason }: Extract<PersonCommand, { type: 'snooze' }>,
  { actor, atMs }: Who,
): Step | Refused {
  const { severity, handling } = state;
  if (!isOpen(state) || severity === null) return notOpen(state);
  if (handling.kind === 'acknowledged' && handling.by !== actor)
    return { refusal: 'acknowledgedByOther', by: handling.by, atMs: handling.atMs };
  const longestMs = atMs + leases.longestSnoozeMs[severity];
  const untilMs = until === undefined ? longestMs : Date.parse(until);
  if (untilMs <= atMs) return { refusal: 'inThePast' };
  if (untilMs > longestMs) return { refusal: 'tooLong' };
  const isSame =
    handling.kind === 'snoozed' &&
    handling.by === actor &&
    handling.reason === reason &&
    Math.abs(handling.untilMs - untilMs) < SAME_LEASE_MS;
  if (isSame) return unchanged(state);
  const why = reason === undefined ? {} : { reason };
  return moved(
    unchanged(state),
    'snooze',
    atMs,
    { handling: { kind: 'snoozed', by: actor, atMs, untilMs, severity, ...why }, owed: null },
    { actor, untilMs, ...(reason !== undefined && { text: reason }) },
  );
}

function onEpisode({ episode }: PersonCommand, step: Step): Step {
  return { ...step, transitions: step.transitions.map((transition) => ({ ...transition, episode })) };
}

function notOpen({ ended }: AlertState): Refused {
  return {
    refusal: 'notOpen',
    ...(ended && { atMs: ended.atMs, ...(ended.actor !== undefined && { by: ended.actor }) }),
  };
}

function otherEpisode({ firedMs }: AlertState): Refused {
  return { refusal: 'otherEpisode', ...(firedMs !== null && { atMs: firedMs }) };
}
