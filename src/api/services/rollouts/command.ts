import type { RolloutCommand } from '#contract/rollout-command.ts';
import type { Rollout } from '#contract/rollout.ts';
import type { Actor } from '../../access/actor.ts';
import { forbidden, notFound, Refusal, unavailable } from '../../errors.ts';
import type { Ports } from '../../ports.ts';
import type { StoredRollout } from '../../rollout-store.ts';
import { AnsweredMeanwhile, onceByKey, type AnswerKey } from './once-by-key.ts';
import { changedSince, rolloutRefusal } from './rollout-refusal.ts';
import { sceneOf } from './scene-of.ts';
import { takeStep } from './take-step.ts';

/** The reconciler may write the rollout in between: what is decided is decided anew. */
const TRIES = 5;

export type RolloutCommandRequest = {
  id: string;
  command: RolloutCommand;
  actor: Actor;
  /** The generation that the person looked at. */
  generation?: number | undefined;
  key?: string | undefined;
};

/** What a person does with a rollout that looks as it did to that person; the brake works whatever it looks like. */
export function commandOnRollout(ports: Ports, request: RolloutCommandRequest): Promise<Rollout> {
  const { id, command, actor, key } = request;
  return onceByKey(ports, { actor, key, body: { id, command } }, async (answer) => {
    for (let tries = 1; tries <= TRIES; tries++) {
      const rollout = await tryCommand(ports, request, answer);
      if (rollout) return rollout;
    }
    throw unavailable('the rollout changes faster than the command can be written; try again');
  });
}

async function tryCommand(
  ports: Ports,
  { id, command, actor, generation }: RolloutCommandRequest,
  answer: AnswerKey | undefined,
): Promise<Rollout | undefined> {
  const stored = await ports.control.findRollout(id);
  if (!stored) throw notFound(`rollout ${id}`);
  if (actor.role === null) throw forbidden('a key moves no rollout');
  if (command.type !== 'rollBack') await checkGeneration(ports, stored, generation);

  const scene = await sceneOf(ports, stored.rollout);
  const who = { id: actor.id, role: actor.role };
  const taken = await takeStep(ports, stored, { input: command, who, actor, scene, answer });
  switch (taken.outcome) {
    case 'written':
      return taken.stored.rollout;
    case 'refused':
      throw rolloutRefusal(stored.rollout, taken.obstacle);
    case 'outdated':
    case 'slotTaken':
      return undefined;
    case 'answered':
      throw new AnsweredMeanwhile();
  }
}

async function checkGeneration(
  ports: Ports,
  stored: StoredRollout,
  generation: number | undefined,
): Promise<void> {
  if (generation === undefined)
    throw new Refusal({
      type: '/problems/if-match-missing',
      title: 'say what you looked at',
      status: 428,
      detail: 'send the generation of the rollout that you looked at as If-Match',
    });
  if (generation !== stored.rollout.generation) throw await changedSince(ports, stored.rollout, generation);
}
