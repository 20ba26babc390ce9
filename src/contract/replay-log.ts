import { z } from 'zod';

const counts = z.array(z.number().int().nonnegative());
const events = z.object({ rows: counts, events: counts });

/** What a stage answered to users, minute by minute: what a plan is replayed on. Entry i is the minute i after `from`. */
export const ReplayLog = z
  .object({
    from: z.iso.datetime(),
    minutes: z.number().int().nonnegative(),
    errors: events.describe('answers with a status, and those that failed'),
    nullOutputs: events.describe('outputs, and those without a value'),
    latencyP50: events.describe('rows with a latency, and those beyond the median of the window'),
    latencyP95: events,
    latencyP99: events,
  })
  .meta({ id: 'ReplayLog' });
export type ReplayLog = z.infer<typeof ReplayLog>;

/** Gates that a log of counts can be replayed for. */
export const replayedGates = ['errors', 'nullOutputs', 'latencyP50', 'latencyP95', 'latencyP99'] as const;
export type ReplayedGate = (typeof replayedGates)[number];
