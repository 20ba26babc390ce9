import type { ConfiguredTraffic, Rollout } from '#contract/rollout.ts';
import type { TrafficDocument } from '#contract/traffic.ts';
import { guards as allGuards, type Guards } from './guards.ts';
import { driftedRouters } from './router-truth.ts';
import type { RolloutInput, Scene, Who } from './scene.ts';
import { obstaclesTo } from './step.ts';

export const system: Who = { id: 'anchorwatch', role: 'system' };

/** What the reconciler does next, after it has read the routers back. */
export type Reconciliation =
  | { does: 'step'; input: RolloutInput }
  | { does: 'apply'; document: TrafficDocument }
  | { does: 'warmUp' }
  | { does: 'rest' };

/**
 * From what is desired and what was read back, never from what was done before: whoever comes after a restart decides the
 * same.
 */
export function reconcile(
  rollout: Rollout,
  configured: ConfiguredTraffic,
  scene: Scene,
  guards: Guards = allGuards,
): Reconciliation {
  const may = (input: RolloutInput) =>
    obstaclesTo({ rollout, input, who: system, scene }, guards).length === 0;
  switch (rollout.phase) {
    case 'queued':
      return may({ type: 'dequeue' }) ? { does: 'step', input: { type: 'dequeue' } } : { does: 'rest' };
    case 'preparing':
      return { does: 'warmUp' };
    case 'applying':
    case 'rollingBack':
    case 'stuck': {
      if (configured.isAsDesired) return { does: 'step', input: { type: 'observed', configured } };
      if (may({ type: 'giveUp' })) return { does: 'step', input: { type: 'giveUp' } };
      const { attempt } = rollout;
      const isResting = attempt !== null && scene.nowMs < Date.parse(attempt.nextAt);
      return isResting ? { does: 'rest' } : { does: 'apply', document: rollout.desired };
    }
    case 'soaking':
    case 'gated':
    case 'baking':
    case 'finalizing':
      if (driftedRouters(configured, rollout.desired).length > 0)
        return { does: 'step', input: { type: 'observedDrift', configured } };
      if (may({ type: 'retired' })) return { does: 'step', input: { type: 'retired' } };
      return { does: 'step', input: { type: 'observed', configured } };
    case 'paused':
      return { does: 'step', input: { type: 'observed', configured } };
    case 'draft':
    case 'pending':
    case 'succeeded':
    case 'rolledBack':
    case 'cancelled':
      return { does: 'rest' };
  }
}
