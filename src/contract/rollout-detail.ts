import { z } from 'zod';
import { Name } from './prediction.ts';
import { Rollout, RolloutVersion } from './rollout.ts';
import { RolloutMove } from './rollout-command.ts';
import { RolloutEvent } from './rollout-event.ts';
import { Freeze } from './rollout-freeze.ts';
import { Plan } from './rollout-plan.ts';
import { TrafficCapabilities } from './traffic-capabilities.ts';

/** A rollout, what happened to it, and what whoever asks can do. */
export const RolloutDetail = z
  .object({
    rollout: Rollout,
    events: z.array(RolloutEvent).describe('newest first, at most 500'),
    moves: z.array(RolloutMove),
    adapter: z
      .object({ name: z.string(), capabilities: TrafficCapabilities })
      .nullable()
      .describe('null: nothing moves the traffic of this stage'),
    freeze: Freeze.nullable().describe('in force'),
  })
  .meta({ id: 'RolloutDetail' });
export type RolloutDetail = z.infer<typeof RolloutDetail>;

export const RolloutRequest = z
  .strictObject({
    pipeline: Name,
    stage: Name,
    stable: RolloutVersion,
    candidate: RolloutVersion,
    plan: Plan,
  })
  .meta({ id: 'RolloutRequest' });
export type RolloutRequest = z.infer<typeof RolloutRequest>;
