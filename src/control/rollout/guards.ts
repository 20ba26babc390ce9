import type { GateId } from '#contract/rollout-words.ts';
import { capabilityFaults } from '../traffic/capability-faults.ts';
import { APPROVAL_MS, approvalRule, approvalSubject, eyesOf, validApprovals } from './approvals.ts';
import {
  harmfulVerdicts,
  mismatchVerdicts,
  STALE_EVALUATIONS,
  staleReason,
  unprovenGates,
} from './judge-evidence.ts';
import { planFaults } from './plan-faults.ts';
import { proofFaults } from './proof-faults.ts';
import type { Question } from './scene.ts';
import { nextStepOf, stepOf } from './step-traffic.ts';
import { lengthText } from './length-text.ts';

/** What stands in the way and what would open it; null where nothing does. */
export type Guard = (question: Question) => string | null;
export type GuardId = keyof typeof guards;
export type Guards = Record<GuardId, Guard>;

const FORWARD_RETRY_MS = 120_000;
const BACKWARD_RETRY_MS = 30_000;

const planIsSound: Guard = ({ rollout }) => sentence(planFaults(rollout));

const planCanBeProven: Guard = ({ rollout: { plan }, scene: { traffic } }) =>
  traffic === null ? null : sentence(proofFaults(plan, traffic));

const actuatorCan: Guard = ({ rollout, scene: { capabilities } }) => {
  if (capabilities === null)
    return 'nothing moves the traffic of this stage: set up a traffic adapter for it';
  const faults = rollout.plan.steps.flatMap(({ traffic }) => capabilityFaults(traffic, capabilities));
  return sentence([...new Set(faults)]);
};

const slotIsFree: Guard = ({ scene: { holder } }) =>
  holder === null ? null : `rollout ${holder} holds the stage until it ends`;

/** The way back after success is a brake, too. */
const notFrozen: Guard = ({ rollout, scene: { freeze } }) =>
  freeze === null || rollout.undoOf !== null
    ? null
    : `${freeze.by} froze it until ${freeze.until}: ${freeze.reason}`;

const isApproved: Guard = ({ rollout, scene: { nowMs } }) => {
  const { n } = approvalRule(rollout);
  const valid = validApprovals(rollout, nowMs).length;
  if (valid >= n) return null;
  const waiting = rollout.approvals.find(
    ({ subject, effectiveAt }) => subject === approvalSubject(rollout) && Date.parse(effectiveAt) > nowMs,
  );
  if (waiting) return `${waiting.by} said yes if it still holds at ${waiting.effectiveAt}`;
  return `it needs ${n - valid} more approval${n - valid === 1 ? '' : 's'} (${valid} of ${n})`;
};

const retriesAreSpent: Guard = ({ rollout: { attempt, phase }, scene: { nowMs } }) => {
  const budgetMs = phase === 'applying' ? FORWARD_RETRY_MS : BACKWARD_RETRY_MS;
  if (attempt !== null && nowMs - Date.parse(attempt.since) >= budgetMs) return null;
  return `it is tried for ${budgetMs / 1000} s first`;
};

const harmIsProven: Guard = ({ rollout }) =>
  harmfulVerdicts(rollout).length > 0 ? null : 'no gate is proven worse';

const harmIsNotProven: Guard = ({ rollout }) => {
  const gates = harmfulVerdicts(rollout).map(({ gate }) => gate);
  return gates.length === 0 ? null : `${gates.join(', ')} proven worse: roll back`;
};

const mayRollBackAlone: Guard = ({ rollout: { plan } }) =>
  plan.controller === 'humanOnly' ? 'only people move this rollout: roll it back' : null;

const budgetIsSpent: Guard = ({ rollout: { plan, evidence } }) => {
  const { harmedPredictions } = plan.caps;
  if (harmedPredictions === null) return 'the plan has no budget of harmed predictions';
  const harmed = evidence?.harmedUpper ?? 0;
  return harmed >= harmedPredictions ? null : `${harmed} of ${harmedPredictions} may have been harmed`;
};

const armsDiffer: Guard = ({ rollout }) =>
  mismatchVerdicts(rollout).length > 0 ? null : 'the versions get comparable requests';

const isBlindTooLong: Guard = ({ rollout, scene: { nowMs } }) => {
  const { soak, phaseSince, plan } = rollout;
  const freshMs = Math.max(Date.parse(phaseSince), soak.freshAt === null ? 0 : Date.parse(soak.freshAt));
  const limitMs = STALE_EVALUATIONS * plan.evaluationSeconds * 1000;
  return nowMs - freshMs > limitMs ? null : 'the evidence was fresh a moment ago';
};

const soakIsOver: Guard = ({ rollout, scene: { nowMs } }) => {
  const step = stepOf(rollout);
  const { startedAt } = rollout.soak;
  if (!step || startedAt === null) return 'the step has not begun';
  const leftSeconds = step.maxSoakSeconds - (nowMs - Date.parse(startedAt)) / 1000;
  return leftSeconds <= 0 ? null : `it has ${lengthText(leftSeconds)} left`;
};

const evidenceIsFresh: Guard = ({ rollout, scene: { nowMs } }) => {
  const reason = staleReason(rollout, nowMs);
  return reason === null ? null : `the evidence is stale: ${reason}`;
};

const gatesAreProven: Guard = ({ rollout }) => {
  const bad = [...harmfulVerdicts(rollout), ...mismatchVerdicts(rollout)].map(({ gate }) => gate);
  if (bad.length > 0) return `${bad.join(', ')} proven worse`;
  return sentence(
    unprovenGates(rollout).map(
      ({ gate, remainingSeconds }) => `${gate} is not known yet${untilText(gate, remainingSeconds)}`,
    ),
  );
};

const hasSoaked: Guard = ({ rollout }) => {
  const left = (stepOf(rollout)?.minSoakSeconds ?? 0) - rollout.soak.freshSeconds;
  return left <= 0 ? null : `it takes ${lengthText(left)} more with fresh evidence`;
};

const routersAreRead: Guard = ({ rollout: { configured } }) =>
  configured?.isAsDesired ? null : 'not every router has been read to do what is desired';

const evidenceIsGone: Guard = (question) =>
  evidenceIsFresh(question) === null && gatesAreProven(question) === null ? 'the evidence still holds' : null;

const namesSnapshot: Guard = ({ rollout: { snapshot }, input }) => {
  if (snapshot === null) return 'no evidence is frozen yet';
  const named = 'snapshotHash' in input ? input.snapshotHash : '';
  return named === snapshot.hash ? null : 'the evidence changed since you looked: look again';
};

const namesSubject: Guard = ({ rollout, input }) => {
  const subject = approvalSubject(rollout);
  if (subject === null) return 'no evidence is frozen yet';
  const named = 'subject' in input ? input.subject : '';
  return named === subject ? null : 'what you said yes to has changed: look again';
};

const approvalIsWanted: Guard = ({ rollout }) =>
  approvalRule(rollout).n > 0 ? null : 'this step takes no approval';

const hasApproverRole: Guard = ({ rollout, who }) => {
  const { roles } = approvalRule(rollout);
  return roles.some((role) => role === who.role) ? null : `an approval here is that of: ${roles.join(', ')}`;
};

const isOtherPerson: Guard = ({ rollout, input, who }) => {
  if (input.type === 'approve' && !approvalRule(rollout).fourEyes) return null;
  const why = eyesOf(rollout, who.id);
  return why === null ? null : `another person has to do it: ${why}`;
};

const hasNotApproved: Guard = ({ rollout, who, scene: { nowMs } }) => {
  const subject = approvalSubject(rollout);
  const own = rollout.approvals.find(
    ({ by, subject: of, expiresAt }) => by === who.id && of === subject && nowMs < Date.parse(expiresAt),
  );
  return own ? `you have approved it already, until ${own.expiresAt}` : null;
};

const holdsAhead: Guard = ({ input, scene: { nowMs } }) => {
  if (input.type !== 'approve' || input.holdsAt === undefined) return null;
  const aheadMs = Date.parse(input.holdsAt) - nowMs;
  return aheadMs > 0 && aheadMs <= 7 * 86_400_000 ? null : 'the time lies ahead, within seven days';
};

/** Before the start there is no evidence to stand on: the plan is what is approved. */
const evidenceStands: Guard = (question) =>
  question.rollout.phase === 'gated' ? (evidenceIsFresh(question) ?? gatesAreProven(question)) : null;

const controllerMayAdvance: Guard = ({ rollout, who, scene: { nowMs } }) => {
  if (who.role !== 'policy' || isDelegated(rollout, nowMs)) return null;
  const { controller, risk } = rollout.plan;
  if (controller === 'full') return null;
  if (controller !== 'partial') return `a person advances it: the controller is ${controller}`;
  return risk === 'high' ? 'a person advances it: the risk is high' : null;
};

/** Where it would only be told to wait for a person, it asks for one. */
const controllerMayPropose: Guard = (question) => {
  const { controller } = question.rollout.plan;
  if (controller === 'humanOnly') return 'only people move this rollout';
  const waits = [isApproved, controllerMayAdvance, isWithinCap].some((guard) => guard(question) !== null);
  return waits ? null : 'it need not ask: it may advance by itself';
};

const nobodyHasAsked: Guard = ({ rollout: { request } }) =>
  request === null ? null : `${request.by} has asked already`;

const isWithinCap: Guard = ({ rollout, who, scene: { nowMs } }) => {
  if (who.role !== 'policy' || isDelegated(rollout, nowMs)) return null;
  const next = nextStepOf(rollout)?.traffic.split.candidate ?? 0;
  const { autoMaxBasisPoints } = rollout.plan.caps;
  const isRaise = next > rollout.desired.split.candidate;
  if (!isRaise || next <= autoMaxBasisPoints) return null;
  return `a person advances it: the controller goes to ${autoMaxBasisPoints / 100} % by itself`;
};

const forceIsProposed: Guard = ({ rollout: { force, step }, scene: { nowMs } }) => {
  const isOpen = force?.step === step && nowMs < Date.parse(force.at) + APPROVAL_MS;
  return isOpen ? null : 'an admin has to propose it first, and it lapses after four hours';
};

const isSecondPerson: Guard = ({ rollout: { force }, who }) =>
  force?.by === who.id ? 'a second person has to do it: you proposed it' : null;

const driftIsDecided: Guard = ({ rollout: { pause }, input }) => {
  if (pause?.kind !== 'drift') return null;
  const isDecided = input.type === 'resume' && input.drift !== undefined;
  return isDecided ? null : 'somebody else changed the routes: adopt what they wrote, or write ours again';
};

/** What others wrote is no way around an approval, and the bake is of all traffic. */
const adoptionRaisesNothing: Guard = ({ rollout, input }) => {
  if (input.type !== 'resume' || input.drift !== 'adopt') return null;
  const documents = rollout.configured?.routers.map(({ document }) => document) ?? [];
  const [first] = documents;
  if (!first || documents.some((one) => one === null || !isSameSplit(one.split, first.split)))
    return 'the routers do not agree: write ours again';
  const step = stepOf(rollout);
  if (step?.kind === 'bake') return 'the last step is of all traffic: write ours again';
  return first.split.candidate > (step?.traffic.split.candidate ?? 0)
    ? 'it would send more to the candidate than the step does: write ours again'
    : null;
};

const glassIsBroken: Guard = ({ who, input }) => {
  if (who.role !== 'viewer') return null;
  const isBroken = input.type === 'rollBack' && input.breakGlass;
  return isBroken ? null : 'your role takes the emergency way: it is written down, and allowed';
};

const isKeptLongEnough: Guard = ({ rollout: { plan, phaseSince }, scene: { nowMs } }) => {
  const left = plan.keepWarmSeconds - (nowMs - Date.parse(phaseSince)) / 1000;
  return left <= 0 ? null : `the old version is kept warm for ${lengthText(left)} more`;
};

const successorWaits: Guard = ({ input, who, scene: { queued } }) => {
  const named = input.type === 'supersede' ? input.by : '';
  const successor = queued.find(({ id }) => id === named);
  if (!successor) return 'the newer rollout has to be submitted first';
  return successor.author === who.id ? 'another person has to do it: you wrote the newer rollout' : null;
};

export const guards = {
  planIsSound,
  planCanBeProven,
  actuatorCan,
  slotIsFree,
  notFrozen,
  isApproved,
  retriesAreSpent,
  harmIsProven,
  harmIsNotProven,
  mayRollBackAlone,
  budgetIsSpent,
  armsDiffer,
  isBlindTooLong,
  soakIsOver,
  evidenceIsFresh,
  gatesAreProven,
  hasSoaked,
  routersAreRead,
  evidenceIsGone,
  namesSnapshot,
  namesSubject,
  approvalIsWanted,
  hasApproverRole,
  isOtherPerson,
  hasNotApproved,
  holdsAhead,
  evidenceStands,
  controllerMayAdvance,
  controllerMayPropose,
  nobodyHasAsked,
  isWithinCap,
  forceIsProposed,
  isSecondPerson,
  driftIsDecided,
  adoptionRaisesNothing,
  glassIsBroken,
  isKeptLongEnough,
  successorWaits,
};

/** A conditional approval hands the click over: it was given for a time at which nobody may be there. */
function isDelegated(rollout: Question['rollout'], nowMs: number): boolean {
  return validApprovals(rollout, nowMs).some(({ isConditional }) => isConditional);
}

function untilText(gate: GateId, remainingSeconds: number | null): string {
  if (gate === 'adjudication') return ': people have to judge more disagreements';
  return remainingSeconds === null
    ? ', and will not be at present traffic'
    : `, about ${lengthText(remainingSeconds)} to go`;
}

function isSameSplit(a: Record<string, number>, b: Record<string, number>): boolean {
  return Object.keys(a).every((arm) => a[arm] === b[arm]);
}

function sentence(parts: readonly string[]): string | null {
  return parts.length === 0 ? null : parts.join('; ');
}
