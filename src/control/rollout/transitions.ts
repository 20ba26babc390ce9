import type { PersonRole } from '#contract/person-role.ts';
import type { RolloutPhase } from '#contract/rollout-words.ts';
import type { GuardId } from './guards.ts';
import type { Mover, RolloutInput } from './scene.ts';

export type Transition = {
  from: readonly RolloutPhase[];
  who: readonly Mover[];
  /** In the order in which they are named to whoever is refused. */
  guards: readonly GuardId[];
  /** Where it may lead; `same`: wherever it is. */
  to: readonly (RolloutPhase | 'same')[];
  /** In a sentence, for the documentation. */
  does: string;
};

const everyone: readonly PersonRole[] = ['viewer', 'on-call', 'engineer', 'approver', 'admin'];
/** The brake needs no permission, the accelerator does. */
const responders: readonly PersonRole[] = ['on-call', 'engineer', 'approver', 'admin'];
const builders: readonly PersonRole[] = ['engineer', 'admin'];
const deciders: readonly PersonRole[] = ['approver', 'admin'];

/** With traffic that the rollout chose, or is choosing. */
const moving = ['applying', 'soaking', 'gated', 'paused', 'baking', 'finalizing'] as const;

/**
 * The whole machine. The server refuses by it, the page explains by it, and the table of the documentation is written
 * from it.
 */
export const transitions: Record<RolloutInput['type'], Transition> = {
  edit: {
    from: ['draft'],
    who: builders,
    guards: [],
    to: ['same'],
    does: 'the plan is written anew; whoever does it cannot approve it',
  },
  submit: {
    from: ['draft'],
    who: builders,
    guards: ['planIsSound', 'planCanBeProven', 'actuatorCan'],
    to: ['pending', 'queued'],
    does: 'the plan is frozen; where another rollout holds the slot, this one waits for it',
  },
  dequeue: {
    from: ['queued'],
    who: ['system'],
    guards: ['slotIsFree'],
    to: ['pending'],
    does: 'the slot is free',
  },
  cancel: {
    from: ['draft', 'queued', 'pending', 'preparing'],
    who: responders,
    guards: [],
    to: ['cancelled'],
    does: 'it ends before it had any traffic',
  },
  start: {
    from: ['pending'],
    who: ['policy'],
    guards: ['isApproved', 'notFrozen'],
    to: ['preparing'],
    does: 'the candidate is started and warmed up',
  },
  prepared: {
    from: ['preparing'],
    who: ['system'],
    guards: [],
    to: ['applying'],
    does: 'the candidate answers as it should: the first step is applied',
  },
  prepareFailed: {
    from: ['preparing'],
    who: ['system'],
    guards: [],
    to: ['cancelled'],
    does: 'the candidate does not answer as it should',
  },
  observed: {
    from: [...moving, 'rollingBack', 'stuck'],
    who: ['system'],
    guards: [],
    to: ['same', 'soaking', 'baking', 'rolledBack'],
    does: 'routers were read back; where all of them say what is desired, the step or the way back is done',
  },
  applyFailed: {
    from: ['applying', 'rollingBack', 'stuck'],
    who: ['system'],
    guards: [],
    to: ['same'],
    does: 'tried again later, from what is read back then',
  },
  giveUp: {
    from: ['applying', 'rollingBack'],
    who: ['system'],
    guards: ['retriesAreSpent'],
    to: ['rollingBack', 'stuck'],
    does: 'forward it goes back; back it pages, and goes on trying',
  },
  observedDrift: {
    from: ['soaking', 'gated', 'baking', 'finalizing'],
    who: ['system'],
    guards: [],
    to: ['paused'],
    does: 'somebody else changed the routes',
  },
  evidence: {
    from: moving,
    who: ['policy'],
    guards: [],
    to: ['same'],
    does: 'the log was read; fresh evidence moves the clock of the soak',
  },
  harm: {
    from: moving,
    who: ['policy'],
    guards: ['harmIsProven', 'mayRollBackAlone'],
    to: ['rollingBack'],
    does: 'the candidate is proven worse',
  },
  budgetSpent: {
    from: moving,
    who: ['policy'],
    guards: ['budgetIsSpent'],
    to: ['rollingBack'],
    does: 'as many predictions may have been harmed as the plan allows',
  },
  mismatch: {
    from: ['soaking', 'gated', 'baking'],
    who: ['policy'],
    guards: ['armsDiffer'],
    to: ['paused'],
    does: 'the versions do not get comparable requests',
  },
  blind: {
    from: ['soaking', 'baking'],
    who: ['policy'],
    guards: ['isBlindTooLong'],
    to: ['paused'],
    does: 'there has been no fresh evidence for three evaluations',
  },
  soakOver: {
    from: ['soaking'],
    who: ['policy'],
    guards: ['soakIsOver'],
    to: ['paused', 'rollingBack'],
    does: 'the longest time of the step is over and nothing is proven: it holds or goes back, as planned',
  },
  gatesPass: {
    from: ['soaking'],
    who: ['policy'],
    guards: ['evidenceIsFresh', 'gatesAreProven', 'hasSoaked', 'routersAreRead'],
    to: ['gated'],
    does: 'the evidence is frozen and hashed',
  },
  regressed: {
    from: ['gated'],
    who: ['policy'],
    guards: ['evidenceIsGone'],
    to: ['soaking'],
    does: 'approvals are void with their evidence',
  },
  request: {
    from: ['gated'],
    who: builders,
    guards: ['namesSnapshot', 'evidenceIsFresh', 'gatesAreProven'],
    to: ['same'],
    does: 'somebody asks for the next step; whoever asks cannot approve',
  },
  propose: {
    from: ['gated'],
    who: ['policy'],
    guards: ['controllerMayPropose', 'nobodyHasAsked', 'evidenceIsFresh', 'gatesAreProven'],
    to: ['same'],
    does: 'the controller asks a person for the next step, or writes down that it would have taken it',
  },
  approve: {
    from: ['pending', 'gated'],
    who: everyone,
    guards: [
      'namesSubject',
      'approvalIsWanted',
      'hasApproverRole',
      'isOtherPerson',
      'hasNotApproved',
      'holdsAhead',
      'evidenceStands',
    ],
    to: ['same'],
    does: 'counts for exactly this evidence, for four hours',
  },
  reject: {
    from: ['pending', 'gated'],
    who: deciders,
    guards: [],
    to: ['cancelled', 'paused'],
    does: 'before the start it ends; later it holds until somebody resumes it',
  },
  advance: {
    from: ['gated'],
    who: [...builders, 'policy'],
    guards: [
      'namesSnapshot',
      'evidenceIsFresh',
      'gatesAreProven',
      'routersAreRead',
      'isApproved',
      'notFrozen',
      'controllerMayAdvance',
      'isWithinCap',
    ],
    to: ['applying'],
    does: 'the next step is applied',
  },
  proposeForce: {
    from: ['soaking', 'gated'],
    who: ['admin'],
    guards: ['harmIsNotProven'],
    to: ['same'],
    does: 'an admin asks a second person to go on without evidence',
  },
  force: {
    from: ['soaking', 'gated'],
    who: deciders,
    guards: [
      'forceIsProposed',
      'isSecondPerson',
      'isOtherPerson',
      'harmIsNotProven',
      'routersAreRead',
      'notFrozen',
    ],
    to: ['applying'],
    does: 'the next step is applied without evidence, and marked so for ever',
  },
  pause: {
    from: ['soaking', 'gated', 'baking'],
    who: responders,
    guards: [],
    to: ['paused'],
    does: 'the traffic stays as it is, the clock stops',
  },
  resume: {
    from: ['paused'],
    who: responders,
    guards: ['driftIsDecided', 'adoptionRaisesNothing', 'harmIsNotProven'],
    to: ['soaking', 'baking', 'applying'],
    does: 'the soak goes on where it stopped',
  },
  rollBack: {
    from: [...moving, 'preparing', 'stuck', 'rollingBack'],
    who: everyone,
    guards: ['glassIsBroken'],
    to: ['rollingBack', 'same'],
    does: 'all traffic to the stable version; whatever the generation, the freeze or the approvals',
  },
  bakeOver: {
    from: ['baking'],
    who: ['policy'],
    guards: ['evidenceIsFresh', 'gatesAreProven', 'hasSoaked', 'routersAreRead', 'notFrozen'],
    to: ['finalizing'],
    does: 'the old version is kept warm for a while',
  },
  retired: {
    from: ['finalizing'],
    who: ['system'],
    guards: ['isKeptLongEnough', 'routersAreRead'],
    to: ['succeeded'],
    does: 'the candidate is the stable version',
  },
  supersede: {
    from: [...moving, 'pending', 'preparing'],
    who: deciders,
    guards: ['successorWaits'],
    to: ['rollingBack', 'cancelled'],
    does: 'it gives way to a newer rollout, which starts from the same stable version',
  },
};
