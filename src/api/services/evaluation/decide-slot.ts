import type { Rule } from '#contract/rule.ts';
import { type AlertState, initialState } from '#control/alert/alert-state.ts';
import { evaluateAlert } from '#control/alert/evaluate.ts';
import { type MuteScene, muteOf } from '#control/alert/mute.ts';
import type { Step } from '#control/alert/step.ts';
import { readingOf, timersOf } from '#control/rule/reading-of.ts';
import type { AlertChange, StoredAlert } from '../../alert-store.ts';
import { blindId, newAlert, ruleOf } from './alert-subject.ts';
import type { Observed } from './observation.ts';

/** What came of a slot later than this is told in one message: nobody is paged for what is long past. */
const LATE_MS = 15 * 60_000;

/** An observation, and the id of the alert that its labels name. */
export type IdentifiedObservation = Observed & { id: string };

type Slot = {
  slot: number;
  slotEndMs: number;
  nowMs: number;
  /** Before the rule was made: only what was there to be seen counts. */
  isLookBack: boolean;
};
type Seen = { own: StoredAlert; value: Observed['value'] };

/**
 * What one slot makes of the alerts of a rule. An alert that the slot says nothing of sees no data, so it does not end;
 * where the rule failed as a whole, each of its alerts sees the failure.
 */
export function decideSlot(
  rule: Rule,
  { slot, slotEndMs, nowMs, isLookBack }: Slot,
  observed: readonly IdentifiedObservation[],
  stored: readonly StoredAlert[],
  scene: MuteScene,
): AlertChange[] {
  const byId = new Map(stored.map((alert) => [alert.id, alert]));
  const isLate = nowMs - slotEndMs > LATE_MS;
  const timers = timersOf(rule);
  const known = isLookBack ? observed.filter(({ value }) => value.kind === 'value') : observed;
  return seenOf(rule, known, stored).flatMap(({ own, value }) => {
    const blind = blindBeside(own, byId.get(blindId(own.id)));
    const pair = { own, blind };
    const steps = evaluateAlert(
      { own: own.state, blind: blind.state },
      { slot, atMs: slotEndMs, reading: readingOf(rule, value), timers },
      (which, state) => muteOf({ ...pair[which], state }, scene, slotEndMs),
    );
    return [
      toChange(own, steps.own, isLate),
      ...(isWorthKeeping(blind, steps.blind.state) ? [toChange(blind, steps.blind, isLate)] : []),
    ];
  });
}

function seenOf(
  rule: Rule,
  observed: readonly IdentifiedObservation[],
  stored: readonly StoredAlert[],
): Seen[] {
  const own = stored.filter(({ kind }) => kind === 'rule');
  const [only] = observed;
  if (observed.length === 1 && only?.value.kind === 'error' && own.length > 0) {
    return own.map((alert) => ({ own: { ...alert, rule: ruleOf(rule) }, value: only.value }));
  }
  const byId = new Map(own.map((alert) => [alert.id, alert]));
  const seen = observed.map(({ id, labels, value }): Seen => {
    const fresh = newAlert(id, rule, labels);
    const known = byId.get(id);
    return { own: known ? { ...fresh, revision: known.revision, state: known.state } : fresh, value };
  });
  const ids = new Set(observed.map(({ id }) => id));
  const unseen = own.filter(({ id, state }) => !ids.has(id) && state.condition !== 'ok');
  const nothing = { kind: 'noData', reason: 'the rule saw nothing of it' } as const;
  return [...seen, ...unseen.map((alert) => ({ own: { ...alert, rule: ruleOf(rule) }, value: nothing }))];
}

/** Of the same subject, whatever it was when it was stored. */
function blindBeside(own: StoredAlert, known: StoredAlert | undefined): StoredAlert {
  const { revision = 0, state = initialState } = known ?? {};
  return { ...own, kind: 'blind', id: blindId(own.id), revision, state };
}

/** A blind alert at rest that was never stored is as good as none. */
function isWorthKeeping({ revision }: StoredAlert, { condition }: AlertState): boolean {
  return revision > 0 || condition !== 'ok';
}

function toChange(alert: StoredAlert, { state, transitions, messages }: Step, isLate: boolean): AlertChange {
  return { alert: { ...alert, state }, transitions, messages, isLate };
}
