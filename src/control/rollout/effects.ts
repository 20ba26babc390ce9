import type { Rollout } from '#contract/rollout.ts';
import type { RolloutEnd, RolloutPhase, PauseKind } from '#contract/rollout-words.ts';
import { APPROVAL_MS, approvalSubject } from './approvals.ts';
import { keepEvidence } from './keep-evidence.ts';
import { keepAttempt } from './keep-attempt.ts';
import { lineText } from './line-text.ts';
import type { InputOf, Question } from './scene.ts';
import { stableTraffic, stepOf, trafficOfStep } from './step-traffic.ts';

/** What a rollout becomes, and whether people who look at it have to know. */
export type Effect = { rollout: Rollout; isNews: boolean };

/** What an input does to a rollout that let it pass. */
export function effects(question: Question): Effect {
  const { rollout, input, who, scene } = question;
  const at = new Date(scene.nowMs).toISOString();
  const moved = (phase: RolloutPhase, patch: Partial<Rollout> = {}): Effect =>
    news({ ...rollout, ...patch, phase, phaseSince: at });
  const paused = (kind: PauseKind, text: string, patch: Partial<Rollout> = {}): Effect =>
    moved('paused', { ...withoutConsent, ...patch, pause: { kind, by: who.id, at, text } });
  const ended = (phase: RolloutPhase, kind: RolloutEnd, text: string): Effect =>
    moved(phase, { ...withoutConsent, pause: null, attempt: null, end: { kind, by: who.id, at, text } });
  const back = (kind: RolloutEnd, text: string): Effect => {
    const desired = stableTraffic(rollout.salt, rollout.desired.stickyKey, rollout.desired.rev + 1);
    const { rollout: next } = ended('rollingBack', kind, text);
    return news({ ...next, desired });
  };

  switch (input.type) {
    case 'edit':
      return edited(question);
    case 'submit':
      return moved(scene.holder === null ? 'pending' : 'queued');
    case 'dequeue':
      return moved('pending');
    case 'cancel':
      return ended('cancelled', 'person', input.reason ?? '');
    case 'start':
      return moved('preparing', withoutConsent);
    case 'prepared':
      return moved('applying', stepEntered(rollout));
    case 'prepareFailed':
      return ended('cancelled', 'warmUp', input.text);
    case 'observed':
      return observed(question, input, at);
    case 'applyFailed':
      return keepAttempt(rollout, input.error, scene.nowMs);
    case 'giveUp':
      if (rollout.phase === 'applying') return back('actuator', rollout.attempt?.error ?? '');
      return moved('stuck');
    case 'observedDrift':
      return paused('drift', 'somebody else changed the routes', { configured: input.configured });
    case 'evidence':
      return keepEvidence(rollout, input.evidence, scene.nowMs);
    case 'harm':
      return back('harm', 'the candidate is proven worse');
    case 'budgetSpent':
      return back('budget', 'the budget of harmed predictions is spent');
    case 'mismatch':
      return paused('split', 'the versions do not get comparable requests');
    case 'blind':
      return paused('stale', 'there is no fresh evidence');
    case 'soakOver':
      if (stepOf(rollout)?.onMax === 'rollBack') return back('inconclusive', 'nothing was proven in time');
      return paused('inconclusive', 'nothing was proven in time');
    case 'gatesPass':
      return gated(question, input, at);
    case 'regressed':
      return moved('soaking', withoutConsent);
    case 'request': {
      const { reason, snapshotHash } = input;
      // Whoever asks cannot have said yes.
      const approvals = rollout.approvals.filter(({ by }) => by !== who.id);
      return news({ ...rollout, approvals, request: { by: who.id, at, reason, snapshotHash } });
    }
    case 'propose': {
      const snapshotHash = rollout.snapshot?.hash ?? '';
      return news({ ...rollout, request: { by: who.id, at, reason: lineText(question), snapshotHash } });
    }
    case 'approve':
      return approved(question, input, at);
    case 'reject':
      if (rollout.phase === 'pending') return ended('cancelled', 'rejected', input.reason);
      return paused('rejected', input.reason);
    case 'advance':
      return moved('applying', stepEntered(rollout));
    case 'proposeForce':
      return news({ ...rollout, force: { by: who.id, at, reason: input.reason, step: rollout.step } });
    case 'force': {
      const forcedSteps = [...rollout.forcedSteps, rollout.step];
      return moved('applying', { ...stepEntered(rollout), forcedSteps });
    }
    case 'pause':
      return paused('person', input.reason);
    case 'resume':
      return resumed(question, input, at);
    case 'rollBack': {
      if (rollout.phase === 'rollingBack') return { rollout, isNews: false };
      return back('person', lineText(question));
    }
    case 'bakeOver':
      return moved('finalizing', withoutConsent);
    case 'retired':
      return ended('succeeded', 'proven', '');
    case 'supersede': {
      const isUnbegun = rollout.phase === 'pending' || rollout.phase === 'preparing';
      const { rollout: next } = isUnbegun
        ? ended('cancelled', 'superseded', input.reason ?? '')
        : back('superseded', input.reason ?? '');
      return news({ ...next, supersededBy: input.by });
    }
  }
}

/** Requests and approvals go with the evidence that they were given on. */
const withoutConsent = { request: null, approvals: [], force: null, snapshot: null };

function news(rollout: Rollout): Effect {
  return { rollout, isNews: true };
}

/** The next step is wanted; what was known was known of another one. */
function stepEntered(rollout: Rollout): Partial<Rollout> {
  const step = rollout.step + 1;
  const planned = stepOf({ ...rollout, step });
  if (!planned) throw new RangeError(`rollout ${rollout.id} has no step ${step}`);
  return {
    ...withoutConsent,
    step,
    desired: trafficOfStep(rollout, planned),
    evidence: null,
    soak: { startedAt: null, freshSeconds: 0, freshAt: null },
    attempt: null,
    pause: null,
  };
}

function edited({ rollout, input, who }: Question): Effect {
  const { candidate, stable, plan } = input as InputOf<'edit'>;
  return news({
    ...rollout,
    candidate: candidate ?? rollout.candidate,
    stable: stable ?? rollout.stable,
    plan: plan ?? rollout.plan,
    editors: [...rollout.editors.filter((editor) => editor !== who.id), who.id],
  });
}

function observed({ rollout }: Question, { configured }: InputOf<'observed'>, at: string): Effect {
  const next = { ...rollout, configured };
  if (!configured.isAsDesired) return { rollout: next, isNews: false };
  if (rollout.phase === 'applying') {
    const soak = { ...rollout.soak, startedAt: rollout.soak.startedAt ?? at };
    return news({ ...next, phase: soakPhase(rollout), phaseSince: at, soak, attempt: null });
  }
  if (rollout.phase === 'rollingBack' || rollout.phase === 'stuck')
    return news({ ...next, phase: 'rolledBack', phaseSince: at, attempt: null });
  return { rollout: next, isNews: false };
}

function gated({ rollout }: Question, { hash }: InputOf<'gatesPass'>, takenAt: string): Effect {
  const { evidence, step } = rollout;
  if (evidence === null) throw new RangeError(`rollout ${rollout.id} has no evidence to freeze`);
  const snapshot = { hash, step, takenAt, evidence };
  return news({ ...rollout, ...withoutConsent, snapshot, phase: 'gated', phaseSince: takenAt });
}

function approved(
  { rollout, who, scene }: Question,
  { reason, holdsAt }: InputOf<'approve'>,
  at: string,
): Effect {
  const effectiveMs = holdsAt === undefined ? scene.nowMs : Date.parse(holdsAt);
  const approval = {
    by: who.id,
    at,
    reason,
    subject: approvalSubject(rollout) ?? '',
    effectiveAt: new Date(effectiveMs).toISOString(),
    expiresAt: new Date(effectiveMs + APPROVAL_MS).toISOString(),
    isConditional: holdsAt !== undefined,
  };
  const standing = rollout.approvals.filter(({ expiresAt }) => scene.nowMs < Date.parse(expiresAt));
  return news({ ...rollout, approvals: [...standing, approval] });
}

/** Where the routers already say what is wanted the soak goes on; else it is written again. */
function resumed({ rollout }: Question, { drift }: InputOf<'resume'>, at: string): Effect {
  const next = { ...rollout, pause: null, phaseSince: at };
  const isUntouched = rollout.configured?.isAsDesired === true;
  if (isUntouched) return news({ ...next, phase: soakPhase(rollout) });
  const found = rollout.configured?.routers[0]?.document;
  const split = drift === 'adopt' && found ? found.split : rollout.desired.split;
  const desired = { ...rollout.desired, split, rev: rollout.desired.rev + 1 };
  return news({ ...next, phase: 'applying', desired, attempt: null });
}

function soakPhase(rollout: Rollout): 'baking' | 'soaking' {
  return stepOf(rollout)?.kind === 'bake' ? 'baking' : 'soaking';
}
