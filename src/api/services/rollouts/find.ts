import type { RolloutDetail } from '#contract/rollout-detail.ts';
import { explainMoves } from '#control/rollout/explain.ts';
import type { Actor } from '../../access/actor.ts';
import { notFound } from '../../errors.ts';
import type { Ports } from '../../ports.ts';
import { freezeInForce, sceneOf } from './scene-of.ts';

const MOST_EVENTS = 500;

export async function findRollout(
  ports: Ports,
  { id, actor }: { id: string; actor: Actor },
): Promise<RolloutDetail> {
  const { control, traffic } = ports;
  const rollout = (await control.findRollout(id))?.rollout;
  if (!rollout) throw notFound(`rollout ${id}`);
  const scene = await sceneOf(ports, rollout);
  const [events, freezes] = await Promise.all([
    control.listRolloutEvents(id, Math.max(0, rollout.generation - MOST_EVENTS), MOST_EVENTS),
    control.listFreezes(scene.nowMs),
  ]);
  const adapter = traffic.adapterOf(rollout);
  const who = { id: actor.id, role: actor.role ?? 'viewer' } as const;
  return {
    rollout,
    events: events.reverse(),
    moves: explainMoves(rollout, who, scene),
    adapter: adapter ? { name: adapter.name, capabilities: adapter.capabilities } : null,
    freeze: freezeInForce(freezes, rollout, scene.nowMs),
  };
}
