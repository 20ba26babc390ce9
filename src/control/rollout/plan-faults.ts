import { authorities, controllerDegrees, type ControllerDegree } from '#contract/rollout-words.ts';
import type { Plan, Step } from '#contract/rollout-plan.ts';
import type { Rollout, RolloutVersion } from '#contract/rollout.ts';

type Planned = Pick<Rollout, 'plan' | 'stable' | 'candidate' | 'undoOf'>;

/** What is wrong with a plan, in words; empty for one that may be submitted. */
export function planFaults({ plan, stable, candidate, undoOf }: Planned): string[] {
  return [
    ...versionFaults(stable, candidate),
    ...plan.steps.flatMap((step, i) => stepFaults(step, i)),
    ...orderFaults(plan),
    ...(undoOf === null ? automationFaults(plan, stable, candidate) : []),
  ];
}

/** One axis at a time, so that what is found can be put down to it. */
function versionFaults(stable: RolloutVersion, candidate: RolloutVersion): string[] {
  const changed = [
    ...(stable.version === candidate.version && stable.digest === candidate.digest ? [] : ['version']),
    ...(stable.authority === candidate.authority ? [] : ['authority']),
    ...(stable.tau === candidate.tau ? [] : ['threshold']),
  ];
  if (changed.length === 0) return ['candidate and stable are the same'];
  return changed.length === 1
    ? []
    : [`a rollout changes one thing: this one changes ${changed.join(' and ')}`];
}

function stepFaults({ kind, traffic, minSoakSeconds, maxSoakSeconds, gates }: Step, i: number): string[] {
  const name = `step ${i + 1} (${kind})`;
  const { candidate } = traffic.split;
  const faults: string[] = [];
  const isDry = kind === 'shadow' || kind === 'preview';
  if (isDry && candidate > 0) faults.push(`${name} must send no users to the candidate`);
  if (kind === 'shadow' && !traffic.mirror.some(({ to }) => to === 'candidate'))
    faults.push(`${name} must send copies to the candidate`);
  if (kind === 'canary' && candidate === 0) faults.push(`${name} must send some users to the candidate`);
  if ((kind === 'switch' || kind === 'bake') && traffic.split.stable > 0)
    faults.push(`${name} must send nobody to the stable version`);
  if (minSoakSeconds > maxSoakSeconds) faults.push(`${name} may not last as long as it must`);
  if (new Set(gates.map(({ gate }) => gate)).size < gates.length)
    faults.push(`${name} names a gate more than once`);
  return faults;
}

function orderFaults({ steps }: Plan): string[] {
  const faults: string[] = [];
  const shares = steps.map(({ traffic }) => traffic.split.candidate);
  if (shares.some((share, i) => share < (shares[i - 1] ?? 0)))
    faults.push('the share of the candidate must not fall from a step to the next');
  if (steps.at(-1)?.kind !== 'bake') faults.push('the last step must be a bake');
  if (steps.slice(0, -1).some(({ kind }) => kind === 'bake')) faults.push('only the last step may be a bake');
  if (new Set(steps.map(({ traffic }) => traffic.stickyKey)).size > 1)
    faults.push('all steps must keep users on a version by the same header');
  return faults;
}

/** The highest degree of the controller by risk, as the authority is raised to shadow, assist, partial or full. */
const mostAutomation: Record<
  Plan['risk'],
  readonly [ControllerDegree, ControllerDegree, ControllerDegree, ControllerDegree]
> = {
  low: ['full', 'full', 'partial', 'partial'],
  medium: ['full', 'partial', 'assist', 'assist'],
  high: ['partial', 'assist', 'assist', 'humanOnly'],
};

function automationFaults(plan: Plan, stable: RolloutVersion, candidate: RolloutVersion): string[] {
  const faults: string[] = [];
  const raisedTo = authorities.indexOf(candidate.authority);
  const isRaised = raisedTo > authorities.indexOf(stable.authority);
  const most = isRaised ? mostAutomation[plan.risk][raisedTo - 1] : undefined;
  if (most && controllerDegrees.indexOf(plan.controller) > controllerDegrees.indexOf(most))
    faults.push(
      `raising the authority to ${candidate.authority} at ${plan.risk} risk takes a controller of ${most} at most`,
    );
  const approvals = Math.max(plan.startApprovals.n, ...plan.steps.map((step) => step.approvals.n));
  const isActing = candidate.authority === 'partial' || candidate.authority === 'full';
  const least = plan.risk === 'high' ? (isRaised && isActing ? 2 : 1) : 0;
  if (approvals < least)
    faults.push(`at high risk some step needs ${least === 1 ? 'an approval' : `${least} approvals`}`);
  return faults;
}
