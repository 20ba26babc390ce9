import type { Rollout } from '#contract/rollout.ts';
import { lengthText } from '#control/rollout/length-text.ts';
import type { RolloutObstacle } from '#control/rollout/step.ts';
import { forbidden, Refusal } from '../../errors.ts';
import type { Ports } from '../../ports.ts';

const MOST_SINCE = 50;

/** Not what it is, but who asks. */
const personal: readonly RolloutObstacle['guard'][] = [
  'role',
  'isOtherPerson',
  'isSecondPerson',
  'hasApproverRole',
  'glassIsBroken',
  'successorWaits',
];

export function rolloutRefusal(rollout: Rollout, { guard, text }: RolloutObstacle): Refusal {
  if (personal.includes(guard)) return forbidden(text);
  return new Refusal({
    type: '/problems/rollout-refused',
    title: 'not now',
    status: 409,
    detail: text,
    conflict: { refusal: guard, text, rollout, since: [] },
  });
}

/** Somebody else was first: who, with what, and how long ago. */
export async function changedSince(
  { control }: Ports,
  rollout: Rollout,
  generation: number,
): Promise<Refusal> {
  const [since, nowMs] = await Promise.all([
    control.listRolloutEvents(rollout.id, generation, MOST_SINCE),
    control.currentTime(),
  ]);
  const said = since.map(({ actor, kind, at }) => {
    const ago = lengthText((nowMs - Date.parse(at)) / 1000);
    return `${actor}: ${kind}, ${ago} ago`;
  });
  const text = said.length > 0 ? said.join('; ') : `its generation is ${rollout.generation}`;
  return new Refusal({
    type: '/problems/rollout-changed',
    title: 'the rollout is not what it was',
    status: 409,
    detail: text,
    conflict: { refusal: 'generation', text, rollout, since },
  });
}
