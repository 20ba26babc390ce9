import type { AlertCondition, AlertEnd, AlertVerdict } from '#contract/alert.ts';
import type { Severity } from '#contract/alert-words.ts';
import type { AlertMove } from '#contract/alert-transition.ts';
import type { AlertState } from './alert-state.ts';
import type { MessageKind } from './message-kind.ts';

/** A line of the alert's history. */
export type Transition = {
  move: AlertMove;
  episode: number;
  atMs: number;
  slot: number | null;
  from: AlertCondition;
  to: AlertCondition;
  severity: Severity | null;
  value: number | null;
  n: number | null;
  ruleVersion: number;
  actor?: string;
  text?: string;
  untilMs?: number;
  endedBy?: AlertEnd;
  verdict?: AlertVerdict;
};

export type Message = {
  /** Counts the messages of the alert: with its id the key that makes a message count once. */
  number: number;
  kind: MessageKind;
  episode: number;
  atMs: number;
  severity: Severity;
  /** 0: the first level of the escalation. */
  escalation: number;
  /** The one person it is for; left out where routes decide. */
  to?: string;
};

/** What an alert became, and what has to be written down and sent because of it. */
export type Step = { state: AlertState; transitions: Transition[]; messages: Message[] };

type Extra = Pick<Transition, 'actor' | 'text' | 'untilMs' | 'endedBy' | 'verdict'> & { slot?: number };

export function unchanged(state: AlertState): Step {
  return { state, transitions: [], messages: [] };
}

export function patched(step: Step, patch: Partial<AlertState>): Step {
  return { ...step, state: { ...step.state, ...patch } };
}

/** The step with another line of history: what it moved from and to is read off the states. */
export function moved(
  step: Step,
  move: AlertMove,
  atMs: number,
  patch: Partial<AlertState>,
  { slot, ...extra }: Extra = {},
): Step {
  const state = { ...step.state, ...patch };
  const transition: Transition = {
    move,
    episode: state.episode,
    atMs,
    slot: slot ?? null,
    from: step.state.condition,
    to: state.condition,
    severity: state.severity ?? step.state.severity,
    value: state.value,
    n: state.n,
    ruleVersion: state.ruleVersion,
    ...extra,
  };
  return { state, transitions: [...step.transitions, transition], messages: step.messages };
}

export function told(step: Step, kind: MessageKind, atMs: number, to?: string): Step {
  const { episode, severity, escalation, messages } = step.state;
  if (severity === null) throw new RangeError(`a message ${kind} of an alert without a severity`);
  const message: Message = {
    number: messages + 1,
    kind,
    episode,
    atMs,
    severity,
    escalation,
    ...(to !== undefined && { to }),
  };
  return { ...patched(step, { messages: messages + 1 }), messages: [...step.messages, message] };
}
