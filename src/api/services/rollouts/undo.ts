import type { Rollout } from '#contract/rollout.ts';
import { undoPlan } from '#control/rollout/undo-plan.ts';
import type { Actor } from '../../access/actor.ts';
import { conflict, notFound } from '../../errors.ts';
import type { Ports } from '../../ports.ts';
import { writeDraft } from './create.ts';
import { currentVersion } from './current-version.ts';
import { AnsweredMeanwhile, onceByKey } from './once-by-key.ts';
import { rolloutRefusal } from './rollout-refusal.ts';
import { sceneOf } from './scene-of.ts';
import { takeStep } from './take-step.ts';

type UndoRequest = { id: string; actor: Actor; key?: string | undefined };

/**
 * After success the way back is a rollout of the version before it, without gates; it asks for no more than the brake. Of an
 * earlier rollout it goes back to the version that was there before that one, whatever answers now.
 */
export async function undoRollout(ports: Ports, { id, actor, key }: UndoRequest): Promise<Rollout> {
  const done = (await ports.control.findRollout(id))?.rollout;
  if (!done) throw notFound(`rollout ${id}`);
  if (done.phase !== 'succeeded')
    throw conflict(
      'it cannot be undone',
      `it is ${done.phase}: only what succeeded is undone; else roll back`,
    );
  const { pipeline, stage, stable, plan } = done;
  const { holder, capabilities } = await sceneOf(ports, done);
  if (holder !== null)
    throw conflict('it cannot be undone', `rollout ${holder} is live: roll that back first`);
  if (capabilities === null)
    throw conflict('it cannot be undone', 'nothing moves the traffic of this stage any more');

  const current = (await currentVersion(ports, done)) ?? done.candidate;
  if (current.version === stable.version)
    throw conflict('it cannot be undone', `${stable.version} answers already`);

  return onceByKey(ports, { actor, key, body: { undo: id } }, async (answer) => {
    const request = { pipeline, stage, stable: current, candidate: stable, plan: undoPlan(plan) };
    const draft = await writeDraft(ports, { request, actor, undoOf: id });
    const scene = await sceneOf(ports, draft.rollout);
    const who = { id: actor.id, role: 'engineer' as const };
    const taken = await takeStep(ports, draft, { input: { type: 'submit' }, who, actor, scene, answer });
    if (taken.outcome === 'written') return taken.stored.rollout;
    if (taken.outcome === 'answered') throw new AnsweredMeanwhile();
    if (taken.outcome === 'refused') throw rolloutRefusal(draft.rollout, taken.obstacle);
    throw conflict('it cannot be undone', 'another rollout of the stage began meanwhile');
  });
}
