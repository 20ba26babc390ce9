import type { Automation, AutomationEvidence, AutomationSetting } from '#contract/automation.ts';
import type { AutomationCommand } from '#contract/automation-command.ts';
import type { PersonRole } from '#contract/person-role.ts';
import { isLowering, raisesOf } from './raises.ts';

/** What a decision rests on beside the automation itself. */
export type AutomationScene = {
  nowMs: number;
  /** A rollout that moves the version of the stage. */
  liveRollout: string | null;
  freeze: { reason: string; by: string; until: string } | null;
  /** Read for the setting that is asked for. */
  evidence: AutomationEvidence;
};
export type AutomationActor = { id: string; role: PersonRole };
export type AutomationObstacle = { guard: AutomationGuard; text: string };

export type AutomationGuard =
  | 'role'
  | 'glassIsBroken'
  | 'raises'
  | 'raisesNothing'
  | 'overload'
  | 'nobodyAsks'
  | 'somebodyAsks'
  | 'namesRequest'
  | 'notLapsed'
  | 'isOtherPerson'
  | 'hasNotApproved'
  | 'isProven'
  | 'noRollout'
  | 'notFrozen';

type Obstacle = AutomationObstacle | false;

const builders: readonly PersonRole[] = ['engineer', 'admin'];
const approvers: readonly PersonRole[] = ['approver', 'admin'];

/** How many people besides the one who asks say yes to a raise. */
export function approvalsWanted({ degree, risk }: Pick<AutomationSetting, 'degree' | 'risk'>): number {
  return risk === 'high' && (degree === 'partial' || degree === 'full') ? 2 : 1;
}

/** All that stands in the way of a command, and what would open it: the server refuses by it, the page explains by it. */
export function automationObstacles(
  automation: Automation,
  command: AutomationCommand,
  who: AutomationActor,
  scene: AutomationScene,
): AutomationObstacle[] {
  const found = ((): Obstacle[] => {
    switch (command.type) {
      case 'set':
        return ofSet(automation, command, who, scene);
      case 'request':
        return ofRequest(automation, command.setting, who, scene);
      case 'approve':
        return ofApproval(automation, command.hash, who, scene);
      case 'reject':
        return automation.request ? [roleIn(approvers, who)] : [nobodyAsks];
      case 'withdraw':
        return ofWithdrawal(automation, who);
    }
  })();
  return found.filter((obstacle) => obstacle !== false);
}

function ofSet(
  { setting: from }: Automation,
  { setting: to, acceptsOverload, breakGlass }: Extract<AutomationCommand, { type: 'set' }>,
  who: AutomationActor,
  { evidence }: AutomationScene,
): Obstacle[] {
  const raises = raisesOf(from, to);
  const raised: Obstacle = raises.length > 0 && {
    guard: 'raises',
    text: `${raises.join(', ')}: ask for it, and a second person agrees`,
  };
  if (raised || !isLowering(from, to)) return [raised, roleIn(builders, who)];
  return [
    who.role === 'viewer' &&
      !breakGlass && {
        guard: 'glassIsBroken',
        text: 'your role is viewer: break the glass, which is written down',
      },
    evidence.peoplePerHour > to.peoplePerHour &&
      !acceptsOverload && {
        guard: 'overload',
        text: `people would get ${Math.round(evidence.peoplePerHour)} decisions an hour and can take ${to.peoplePerHour}: accept it, or go back to an earlier version at the same degree`,
      },
  ];
}

function ofRequest(
  { setting: from, request }: Automation,
  to: AutomationSetting,
  who: AutomationActor,
  scene: AutomationScene,
): Obstacle[] {
  return [
    raisesOf(from, to).length === 0 && {
      guard: 'raisesNothing',
      text: 'it gives the model nothing more, so it needs no request',
    },
    roleIn(builders, who),
    request !== null &&
      !hasLapsed(request.expiresAt, scene) && {
        guard: 'somebodyAsks',
        text: `${request.by} already asks for something else: it is withdrawn or rejected first`,
      },
    unproven(to, scene),
    rolloutLive(scene),
  ];
}

function ofApproval(
  { request }: Automation,
  hash: string,
  who: AutomationActor,
  scene: AutomationScene,
): Obstacle[] {
  if (!request) return [nobodyAsks];
  return [
    hash !== request.hash && {
      guard: 'namesRequest',
      text: 'what is asked for is not what you looked at: look again',
    },
    hasLapsed(request.expiresAt, scene) && {
      guard: 'notLapsed',
      text: 'the request has lapsed with its evidence: it is asked for anew',
    },
    roleIn(approvers, who),
    request.by === who.id && { guard: 'isOtherPerson', text: 'you asked for it; another person agrees' },
    request.approvals.some(({ by }) => by === who.id) && {
      guard: 'hasNotApproved',
      text: 'you have said yes already',
    },
    unproven(request.setting, scene),
    rolloutLive(scene),
    scene.freeze !== null && {
      guard: 'notFrozen',
      text: `${scene.freeze.by} froze it until ${scene.freeze.until}: ${scene.freeze.reason}`,
    },
  ];
}

function ofWithdrawal({ request }: Automation, who: AutomationActor): Obstacle[] {
  if (!request) return [nobodyAsks];
  if (request.by === who.id || who.role === 'admin') return [];
  return [{ guard: 'role', text: `${request.by} asked for it, and takes it back` }];
}

const nobodyAsks: Obstacle = { guard: 'nobodyAsks', text: 'nobody asks for anything' };

function roleIn(roles: readonly PersonRole[], { role }: AutomationActor): Obstacle {
  return (
    !roles.includes(role) && { guard: 'role', text: `your role is ${role}; this takes ${roles.join(' or ')}` }
  );
}

function unproven(
  { errorLimit, degree, thresholds }: AutomationSetting,
  { evidence }: AutomationScene,
): Obstacle {
  if (degree !== 'partial' && degree !== 'full') return false;
  if (degree === 'partial' && thresholds.length === 0)
    return { guard: 'isProven', text: 'no version has a threshold: choose one' };
  if (degree === 'full' && evidence.versions.length === 0)
    return { guard: 'isProven', text: 'no version answered in the last 30 days' };
  const failing = evidence.versions.find(
    ({ automated, errorUpper }) => automated === 0 || errorUpper > errorLimit,
  );
  if (!failing) return false;
  const { version, automated, errors, errorUpper } = failing;
  const limit = percent(errorLimit);
  const text =
    automated === 0
      ? `nothing is known of ${version} at that confidence: no labelled row of it reaches it`
      : `the errors of ${version} may be ${percent(errorUpper)}, and the limit is ${limit} (${errors} of ${automated} were wrong): a higher threshold, or more labels`;
  return { guard: 'isProven', text };
}

function rolloutLive({ liveRollout }: AutomationScene): Obstacle {
  return (
    liveRollout !== null && {
      guard: 'noRollout',
      text: `rollout ${liveRollout} is under way: one thing at a time, so that it is known what changed the errors`,
    }
  );
}

function hasLapsed(expiresAt: string, { nowMs }: AutomationScene): boolean {
  return Date.parse(expiresAt) <= nowMs;
}

function percent(share: number): string {
  return `${Number((share * 100).toPrecision(3))} %`;
}
