import type { Freeze } from '#contract/rollout-freeze.ts';
import type { Rollout } from '#contract/rollout.ts';
import { livePhases, type RolloutPhase } from '#contract/rollout-words.ts';
import type { Scene } from '#control/rollout/scene.ts';
import type { Ports } from '../../ports.ts';
import { presentTraffic } from './present-traffic.ts';

const MOST_OPEN = 100;

/** What decisions on a rollout rest on beside it, now. */
export async function sceneOf(ports: Ports, rollout: Rollout): Promise<Scene> {
  const { control, traffic } = ports;
  const { pipeline, stage, id } = rollout;
  const nowMs = await control.currentTime();
  const [open, freezes] = await Promise.all([
    control.listRollouts({ pipeline, stage, isOpen: true }, MOST_OPEN),
    control.listFreezes(nowMs),
  ]);
  const others = open.map((stored) => stored.rollout).filter((other) => other.id !== id);
  const live: readonly RolloutPhase[] = livePhases;
  const freeze = freezeInForce(freezes, rollout, nowMs);
  return {
    nowMs,
    freeze: freeze && { reason: freeze.reason, by: freeze.createdBy, until: freeze.until },
    holder: others.find(({ phase }) => live.includes(phase))?.id ?? null,
    queued: others
      .filter(({ phase }) => phase === 'queued')
      .map(({ id: other, author }) => ({ id: other, author })),
    capabilities: traffic.adapterOf({ pipeline, stage })?.capabilities ?? null,
    // only a draft is asked whether it can be proven
    traffic: rollout.phase === 'draft' ? await presentTraffic(ports, rollout, nowMs) : null,
  };
}

export function freezeInForce(
  freezes: readonly Freeze[],
  { pipeline, stage }: Pick<Rollout, 'pipeline' | 'stage'>,
  nowMs: number,
): Freeze | null {
  const isOf = (freeze: Freeze) =>
    Date.parse(freeze.from) <= nowMs &&
    (freeze.pipeline === null || freeze.pipeline === pipeline) &&
    (freeze.stage === null || freeze.stage === stage);
  return freezes.find(isOf) ?? null;
}
