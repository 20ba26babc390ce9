import type { Approval, Rollout } from '#contract/rollout.ts';
import { livePhases, type RolloutPhase } from '#contract/rollout-words.ts';
import { ALL_TRAFFIC } from '#contract/traffic.ts';
import { isSameTraffic } from '#control/rollout/step-traffic.ts';
import { transitions } from '#control/rollout/transitions.ts';
import { people, type Happening, type Setting, type World } from './world.ts';

const HOUR_MS = 3_600_000;
const ends: readonly RolloutPhase[] = ['succeeded', 'rolledBack', 'cancelled'];

/**
 * What must hold of everything that happens, said anew and not by the machine's own guards. Undefined, or the property
 * that is broken.
 */
export function brokenProperty(
  before: World,
  { after, did }: Happening,
  setting: Setting,
): string | undefined {
  const { phase } = after.rollout;
  const isLedElsewhere =
    did && phase !== before.rollout.phase && !transitions[did.input.type].to.includes(phase);
  if (isLedElsewhere) return `${did.input.type} leads to ${phase}`;
  return brokenByState(after, setting) ?? (did ? brokenByDeed(before, { after, did }, setting) : undefined);
}

function brokenByState({ rollout, routers }: World, setting: Setting): string | undefined {
  const { phase, desired, step, plan } = rollout;
  if (phase === 'succeeded' && desired.split.candidate < ALL_TRAFFIC) return 'succeeded below everything';
  const isDone = phase === 'succeeded' || phase === 'rolledBack';
  if (phase === 'rolledBack' && desired.split.stable < ALL_TRAFFIC) return 'rolled back to something else';
  if (isDone && rollout.configured?.isAsDesired !== true) return 'done without reading back';
  if (step < 0 && routers.some(({ split, salt }) => salt === rollout.salt && split.candidate > 0))
    return 'traffic before warm-up';
  if (desired.split.candidate > (plan.steps[step]?.traffic.split.candidate ?? 0)) return 'more than the step';
  if (phase !== 'draft' && setting.capabilities === null) return 'a plan that nothing can carry out';
  if (phase !== 'draft' && setting.traffic !== null) return 'a plan that nobody can prove';
  if (phase !== 'draft' && plan.steps.at(-1)?.kind !== 'bake' && phase !== 'cancelled')
    return 'a plan without end';
  if (setting.holder !== null && (livePhases as readonly string[]).includes(phase)) return 'two on a slot';
  const own = rollout.approvals.map(({ by, subject }) => `${by}${subject}`);
  if (new Set(own).size < own.length) return 'one person counts twice';
  return undefined;
}

function brokenByDeed(
  before: World,
  { after, did }: { after: World; did: NonNullable<Happening['did']> },
  setting: Setting,
): string | undefined {
  const { input, who } = did;
  const was = before.rollout;
  const is = after.rollout;
  const { nowMs } = before;
  const ageMs = (at: string | null | undefined) => (at ? nowMs - Date.parse(at) : Infinity);
  const verdicts = was.evidence?.verdicts ?? [];
  const isHarmed = verdicts.some(({ gate, verdict }) => gate !== 'split' && verdict === 'worse');
  const isMismatch = verdicts.some(({ gate, verdict }) => gate === 'split' && verdict === 'worse');
  const isFresh =
    ageMs(was.evidence?.asOf) <= 180_000 &&
    Date.parse(was.evidence?.asOf ?? '') >= Date.parse(was.soak.startedAt ?? '') &&
    verdicts.every(({ stale }) => stale === null);
  const isProven = verdicts.length > 0 && verdicts.every(({ verdict }) => verdict === 'noWorse');
  const isRead =
    was.configured?.routers.every(
      ({ document }) => document !== null && isSameTraffic(document, was.desired),
    ) === true;
  const isForward = is.phase === 'applying' && is.step > was.step;

  if (ends.includes(was.phase)) return 'an end is final';
  if (is.step > was.step + 1) return 'a step was skipped';
  if (isForward && is.desired.split.candidate > was.desired.split.candidate && isHarmed)
    return 'more traffic in spite of harm';
  if (
    before.isFrozen &&
    (isForward || is.phase === 'preparing' || is.phase === 'finalizing') &&
    is.phase !== was.phase &&
    input.type !== 'prepared' &&
    input.type !== 'resume'
  )
    return 'forward during a freeze';

  // oxlint-disable-next-line typescript/switch-exhaustiveness-check -- the other events move nothing forward
  switch (input.type) {
    case 'start':
      return enough(was, nowMs, was.planDigest) ? undefined : 'started without approval';
    case 'advance': {
      if (input.snapshotHash !== was.snapshot?.hash) return 'advanced on something unseen';
      if (!isFresh) return 'advanced on stale evidence';
      if (!isProven) return 'advanced on unproven evidence';
      if (!isRead) return 'advanced on routers that were not read';
      if (!enough(was, nowMs, was.snapshot.hash)) return 'advanced without approval';
      const isRaise = is.desired.split.candidate > was.desired.split.candidate;
      if (who.role !== 'policy') return undefined;
      if (isRaise && is.desired.split.candidate > was.plan.caps.autoMaxBasisPoints) return 'above the cap';
      return was.plan.controller === 'partial' || was.plan.controller === 'full'
        ? undefined
        : 'the controller moved what people move';
    }
    case 'gatesPass':
    case 'bakeOver':
      if (!isFresh || !isProven) return 'passed without proof';
      if (was.soak.freshSeconds < 60) return 'passed too early';
      return isRead ? undefined : 'passed on routers that were not read';
    case 'request':
      if (input.snapshotHash !== was.snapshot?.hash) return 'asked for something unseen';
      return isFresh && isProven ? undefined : 'asked without proof';
    case 'propose':
      if (was.request !== null) return 'asked over somebody';
      if (was.plan.controller === 'humanOnly') return 'asked where nobody listens';
      return isFresh && isProven ? undefined : 'asked without proof';
    case 'approve': {
      const rule = was.phase === 'pending' ? was.plan.startApprovals : was.plan.steps[was.step]?.approvals;
      const given = is.approvals.at(-1);
      if (!rule || rule.n === 0) return 'an approval that nobody wants';
      if (input.subject !== (was.phase === 'pending' ? was.planDigest : was.snapshot?.hash))
        return 'approved something unseen';
      if (people[who.id as keyof typeof people] !== 'approver' && who.id !== 'ann' && who.id !== 'max')
        return 'approved by somebody who may not';
      if (who.id === 'ann' || who.id === was.request?.by) return 'two eyes';
      if (was.phase === 'gated' && !(isFresh && isProven)) return 'approved without proof';
      if (given && given.isConditional && Date.parse(given.effectiveAt) <= nowMs)
        return 'a condition of the past';
      return undefined;
    }
    case 'force':
      if (was.force === null || was.force.step !== was.step || ageMs(was.force.at) >= 4 * HOUR_MS)
        return 'forced without a proposal';
      if (was.force.by === who.id) return 'forced by one person';
      if (who.id === 'ann' || who.id === was.request?.by) return 'forced by its author';
      if (isHarmed) return 'forced in spite of harm';
      if (!is.forcedSteps.includes(was.step)) return 'forced without a mark';
      return isRead ? undefined : 'forced on routers that were not read';
    case 'proposeForce':
      return isHarmed ? 'proposed in spite of harm' : undefined;
    case 'harm':
      if (was.plan.controller === 'humanOnly') return 'the controller moved what people move';
      return isHarmed ? undefined : 'rolled back without harm';
    case 'budgetSpent':
      return (was.evidence?.harmedUpper ?? 0) >= 100 ? undefined : 'a budget that was not spent';
    case 'mismatch':
      return isMismatch ? undefined : 'paused without a mismatch';
    case 'blind':
      return ageMs(was.soak.freshAt) > 180_000 && ageMs(was.phaseSince) > 180_000
        ? undefined
        : 'blind with open eyes';
    case 'regressed':
      return isFresh && isProven && !isHarmed ? 'approvals voided for nothing' : undefined;
    case 'soakOver':
      return ageMs(was.soak.startedAt) >= 4 * HOUR_MS ? undefined : 'given up too early';
    case 'giveUp':
      return ageMs(was.attempt?.since) >= 30_000 && was.attempt ? undefined : 'given up at once';
    case 'retired':
      if (ageMs(was.phaseSince) < 60_000) return 'the old version was gone too early';
      return isRead ? undefined : 'succeeded on routers that were not read';
    case 'rollBack':
      return who.role === 'viewer' && !input.breakGlass ? 'a viewer without the emergency way' : undefined;
    case 'resume':
      if (was.pause?.kind === 'drift' && input.drift === undefined) return 'drift that nobody decided';
      if (isHarmed) return 'resumed in spite of harm';
      return undefined;
    case 'supersede':
      return setting.queued.some(({ id, author }) => id === input.by && author !== who.id)
        ? undefined
        : 'superseded by nothing';
    case 'edit':
    case 'submit':
    case 'cancel':
    case 'dequeue':
    case 'prepared':
    case 'prepareFailed':
    case 'observed':
    case 'observedDrift':
    case 'applyFailed':
    case 'evidence':
    case 'reject':
    case 'pause':
      return undefined;
  }
}

function enough(rollout: Rollout, nowMs: number, subject: string): boolean {
  const rule =
    rollout.phase === 'pending' ? rollout.plan.startApprovals : rollout.plan.steps[rollout.step]?.approvals;
  const counts = ({ by, subject: of, effectiveAt, expiresAt }: Approval) =>
    of === subject &&
    by !== 'ann' &&
    by !== rollout.request?.by &&
    Date.parse(effectiveAt) <= nowMs &&
    nowMs < Date.parse(expiresAt);
  return rollout.approvals.filter(counts).length >= (rule?.n ?? 0);
}
