import { describe, expect, it } from 'vitest';
import type { Rollout } from '#contract/rollout.ts';
import { explainMoves } from '#control/rollout/explain.ts';
import { planFaults } from '#control/rollout/plan-faults.ts';
import { nextPolicyMove, policy } from '#control/rollout/policy.ts';
import { system } from '#control/rollout/reconcile.ts';
import { judgeConfigured } from '#control/rollout/router-truth.ts';
import type { RolloutInput, Scene, Who } from '#control/rollout/scene.ts';
import { stepRollout } from '#control/rollout/step.ts';
import { undoPlan } from '#control/rollout/undo-plan.ts';
import { draft, evidence, instant, planStep, readBack, scene, startMs, threeSteps } from './rollouts.ts';

const eng: Who = { id: 'eng', role: 'engineer' };
const ada: Who = { id: 'ada', role: 'approver' };
const ann: Who = { id: 'ann', role: 'admin' };
const minute = (minutes: number) => startMs + minutes * 60_000;

function take(rollout: Rollout, input: RolloutInput, who: Who, patch: Partial<Scene> = {}): Rollout {
  const done = stepRollout(rollout, input, { who, scene: scene(patch) });
  if ('refusal' in done) throw new Error(`${input.type}: ${done.refusal.text}`);
  return done.rollout;
}

function refused(rollout: Rollout, input: RolloutInput, who: Who, patch: Partial<Scene> = {}): string {
  const done = stepRollout(rollout, input, { who, scene: scene(patch) });
  return 'refusal' in done ? done.refusal.text : 'it was taken';
}

function readAsDesired(rollout: Rollout, nowMs: number): Rollout {
  const configured = judgeConfigured(readBack([rollout.desired], nowMs), rollout.desired);
  return take(rollout, { type: 'observed', configured }, system, { nowMs });
}

/** Soaking at the first step since the start. */
function soaking(patch: Partial<Rollout> = {}): Rollout {
  const pending = take(draft(patch), { type: 'submit' }, eng);
  const preparing = take(pending, { type: 'start' }, policy);
  return readAsDesired(take(preparing, { type: 'prepared' }, system), startMs);
}

/** At the first step with every gate proven, after a minute. */
function gated(patch: Partial<Rollout> = {}): Rollout {
  const read = take(soaking(patch), { type: 'evidence', evidence: evidence('noWorse', minute(1)) }, policy, {
    nowMs: minute(1),
  });
  return take(read, { type: 'gatesPass', hash: 'seen' }, policy, { nowMs: minute(1) });
}

const approved = {
  plan: threeSteps({ steps: [planStep('canary', 500, { approvals: { n: 1 } }), planStep('bake', 10_000)] }),
};
const at1 = { nowMs: minute(1) };

describe('a rollout', () => {
  it('applies its first step after warm-up and soaks once the routers say so', () => {
    const done = soaking();

    expect(done).toMatchObject({
      phase: 'soaking',
      step: 0,
      generation: 5,
      desired: { rev: 1, salt: 'salt-1', split: { stable: 10_000, candidate: 0 } },
      soak: { startedAt: instant(startMs), freshSeconds: 0 },
    });
  });

  it('counts fresh time only, by one evaluation at most', () => {
    const first = take(soaking(), { type: 'evidence', evidence: evidence('open', minute(1)) }, policy, at1);
    expect(first.soak.freshSeconds).toBe(60);

    const later = { nowMs: minute(61) };
    const afterGap = take(first, { type: 'evidence', evidence: evidence('open', minute(61)) }, policy, later);
    expect(afterGap.soak.freshSeconds).toBe(120);

    const stale = evidence('open', minute(62), { stale: 'the log is late' });
    expect(take(afterGap, { type: 'evidence', evidence: stale }, policy, { nowMs: minute(62) }).soak).toEqual(
      afterGap.soak,
    );
  });

  it('does not outdate what people look at when only the log was read', () => {
    const before = soaking();
    const done = stepRollout(
      before,
      { type: 'evidence', evidence: evidence('open', startMs) },
      { who: policy, scene: scene() },
    );

    expect(done).toMatchObject({ line: null, rollout: { generation: before.generation } });
  });

  it('says how long a gate is likely to take', () => {
    const open = take(soaking(), { type: 'evidence', evidence: evidence('open', minute(1)) }, policy, at1);

    expect(refused(open, { type: 'gatesPass', hash: 'x' }, policy, at1)).toBe(
      'errors is not known yet, about 40 min to go',
    );
  });

  it('goes back within one evaluation of proven harm', () => {
    const harmed = take(soaking(), { type: 'evidence', evidence: evidence('worse', minute(1)) }, policy, at1);

    expect(nextPolicyMove(harmed, scene(at1))).toEqual({ type: 'harm' });
    expect(take(harmed, { type: 'harm' }, policy, at1)).toMatchObject({
      phase: 'rollingBack',
      end: { kind: 'harm' },
      desired: { rev: 2, split: { stable: 10_000, candidate: 0 } },
    });
  });

  it('pauses when nothing fresh is read for three evaluations', () => {
    expect(nextPolicyMove(soaking(), scene({ nowMs: minute(3) }))).toBeUndefined();
    expect(nextPolicyMove(soaking(), scene({ nowMs: minute(3) + 1 }))).toEqual({ type: 'blind' });
  });

  it('advances by itself up to the cap, and not beyond', () => {
    expect(nextPolicyMove(gated(), scene(at1))).toEqual({ type: 'advance', snapshotHash: 'seen' });

    const capped = threeSteps({ caps: { autoMaxBasisPoints: 400 } });
    expect(nextPolicyMove(gated({ plan: capped }), scene(at1))).toEqual({ type: 'propose' });
    expect(refused(gated({ plan: capped }), { type: 'advance', snapshotHash: 'seen' }, policy, at1)).toBe(
      'a person advances it: the controller goes to 4 % by itself',
    );
  });

  it.each([
    ['assist', 'every gate is proven'],
    ['shadow', 'the controller would have advanced: every gate is proven'],
  ] as const)('asks once, where the controller is %s', (controller, reason) => {
    const waiting = gated({ plan: threeSteps({ controller }) });
    expect(nextPolicyMove(waiting, scene(at1))).toEqual({ type: 'propose' });

    const asked = take(waiting, { type: 'propose' }, policy, at1);
    expect(asked.request).toMatchObject({ by: 'anchorwatch', reason, snapshotHash: 'seen' });
    expect(nextPolicyMove(asked, scene(at1))).toBeUndefined();
  });

  it('takes the yes of another person for what is frozen, for four hours', () => {
    const waiting = gated(approved);
    expect(nextPolicyMove(waiting, scene(at1))).toEqual({ type: 'propose' });
    const yes = { type: 'approve' as const, reason: 'fine', subject: 'seen' };
    expect(refused(waiting, { type: 'advance', snapshotHash: 'seen' }, eng, at1)).toBe(
      'it needs 1 more approval (0 of 1)',
    );
    expect(refused(waiting, yes, ann, at1)).toBe('another person has to do it: you wrote this rollout');
    expect(refused(waiting, yes, eng, at1)).toBe('an approval here is that of: approver, admin');
    expect(refused(waiting, { ...yes, subject: 'older' }, ada, at1)).toBe(
      'what you said yes to has changed: look again',
    );

    const done = take(waiting, yes, ada, at1);
    expect(take(done, { type: 'advance', snapshotHash: 'seen' }, eng, at1)).toMatchObject({
      phase: 'applying',
      step: 1,
      approvals: [],
      snapshot: null,
    });
    const fresh = take(done, { type: 'evidence', evidence: evidence('noWorse', minute(242)) }, policy, {
      nowMs: minute(242),
    });
    expect(refused(fresh, { type: 'advance', snapshotHash: 'seen' }, eng, { nowMs: minute(242) })).toBe(
      'it needs 1 more approval (0 of 1)',
    );
  });

  it('refuses the yes of whoever asked, and of the trainer at high risk', () => {
    const yes = { type: 'approve' as const, reason: 'fine', subject: 'seen' };
    const max: Who = { id: 'max', role: 'admin' };
    const asked = take(
      gated(approved),
      { type: 'request', reason: 'it helps', snapshotHash: 'seen' },
      max,
      at1,
    );
    expect(refused(asked, yes, max, at1)).toBe('another person has to do it: you asked for this step');

    const risky = gated({ plan: { ...approved.plan, risk: 'high' } });
    expect(refused(risky, yes, { id: 'tom', role: 'approver' }, at1)).toBe(
      'another person has to do it: you trained the candidate, and the risk is high',
    );
  });

  it('advances by a yes with a time once that has come, if the evidence held', () => {
    const nine = minute(600);
    const yes = { type: 'approve' as const, reason: 'fine', subject: 'seen', holdsAt: instant(nine) };
    const waiting = take(gated(approved), yes, ada, at1);
    expect(nextPolicyMove(waiting, scene(at1))).not.toMatchObject({ type: 'advance' });

    const held = take(waiting, { type: 'evidence', evidence: evidence('noWorse', nine) }, policy, {
      nowMs: nine,
    });
    expect(nextPolicyMove(held, scene({ nowMs: nine }))).toEqual({ type: 'advance', snapshotHash: 'seen' });

    const open = take(waiting, { type: 'evidence', evidence: evidence('open', minute(300)) }, policy, {
      nowMs: minute(300),
    });
    expect(take(open, { type: 'regressed' }, policy, { nowMs: minute(300) })).toMatchObject({
      phase: 'soaking',
      approvals: [],
    });
  });

  it('goes on without evidence only by two people, and is marked for ever', () => {
    const before = soaking();
    const proposed = take(
      before,
      { type: 'proposeForce', reason: 'the law changes' },
      { id: 'max', role: 'admin' },
    );
    expect(refused(proposed, { type: 'force', reason: 'yes' }, { id: 'max', role: 'admin' })).toBe(
      'a second person has to do it: you proposed it',
    );

    const done = stepRollout(proposed, { type: 'force', reason: 'yes' }, { who: ada, scene: scene() });
    expect(done).toMatchObject({
      rollout: { phase: 'applying', step: 1, forcedSteps: [0] },
      line: { kind: 'force', withoutEvidence: true },
    });
  });

  it('is frozen for everything but the brake', () => {
    const freeze = { reason: 'holidays', by: 'max', until: 'Monday' };
    expect(refused(gated(), { type: 'advance', snapshotHash: 'seen' }, eng, { ...at1, freeze })).toBe(
      'max froze it until Monday: holidays',
    );
    expect(take(gated(), { type: 'rollBack', breakGlass: false }, eng, { ...at1, freeze }).phase).toBe(
      'rollingBack',
    );
  });

  it('pauses when somebody else changed a route, and asks what to do about it', () => {
    const rollout = soaking();
    const foreign = { ...rollout.desired, split: { stable: 5_000, candidate: 5_000, audit: 0 } };
    const configured = judgeConfigured(readBack([foreign], startMs), rollout.desired);
    const paused = take(rollout, { type: 'observedDrift', configured }, system);
    expect(paused.pause).toMatchObject({ kind: 'drift' });
    expect(refused(paused, { type: 'resume' }, eng)).toBe(
      'somebody else changed the routes: adopt what they wrote, or write ours again',
    );
    expect(refused(paused, { type: 'resume', drift: 'adopt' }, eng)).toBe(
      'it would send more to the candidate than the step does: write ours again',
    );
    expect(take(paused, { type: 'resume', drift: 'reassert' }, eng)).toMatchObject({
      phase: 'applying',
      step: 0,
      desired: { rev: 2, split: rollout.desired.split },
    });
  });

  it('waits for its slot, and gives way to a newer one that another person wrote', () => {
    expect(take(draft(), { type: 'submit' }, eng, { holder: 'r0' }).phase).toBe('queued');

    const queued = [{ id: 'r2', author: 'ada' }];
    const give = { type: 'supersede' as const, by: 'r2' };
    expect(refused(soaking(), give, ada, { queued })).toBe(
      'another person has to do it: you wrote the newer rollout',
    );
    expect(take(soaking(), give, ann, { queued })).toMatchObject({
      phase: 'rollingBack',
      supersededBy: 'r2',
    });
  });

  it('explains to everyone what they cannot do, and why', () => {
    const moves = explainMoves(gated(approved), { id: 'vic', role: 'viewer' }, scene(at1));

    expect(moves.filter(({ isAllowed }) => isAllowed).map(({ command }) => command)).toEqual(['rollBack']);
    expect(moves.find(({ command }) => command === 'advance')?.obstacles).toEqual([
      { guard: 'role', text: 'your role is viewer; this takes engineer or admin' },
      { guard: 'isApproved', text: 'it needs 1 more approval (0 of 1)' },
    ]);
  });
});

describe('a plan', () => {
  it('is told what is wrong with it', () => {
    const plan = threeSteps({
      steps: [planStep('canary', 500), planStep('canary', 100), planStep('shadow', 10)],
    });

    expect(planFaults({ ...draft(), plan })).toEqual([
      'step 3 (shadow) must send no users to the candidate',
      'the share of the candidate must not fall from a step to the next',
      'the last step must be a bake',
    ]);
  });

  it('changes one thing at a time', () => {
    const { stable, candidate } = draft();
    expect(planFaults({ ...draft(), candidate: stable })).toEqual(['candidate and stable are the same']);
    expect(planFaults({ ...draft(), candidate: { ...candidate, tau: 0.9 } })).toEqual([
      'a rollout changes one thing: this one changes version and threshold',
    ]);
  });

  it('gives the controller less the more is at stake', () => {
    const { stable } = draft();
    const raised = { ...draft(), stable: { ...stable, authority: 'assist' as const }, candidate: stable };
    expect(planFaults({ ...raised, plan: threeSteps({ risk: 'high' }) })).toEqual([
      'raising the authority to full at high risk takes a controller of humanOnly at most',
      'at high risk some step needs 2 approvals',
    ]);
  });

  it('for the way back is sound', () => {
    const { stable, candidate, plan } = draft();
    const undo = { stable: candidate, candidate: stable, plan: undoPlan(plan), undoOf: 'r1' };
    expect(planFaults(undo)).toEqual([]);
  });
});
