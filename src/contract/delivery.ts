import { z } from 'zod';
import { Severity } from './alert-words.ts';
import { ChannelKind } from './notification-channel.ts';

export const deliveryStates = ['waiting', 'sent', 'digested', 'skipped', 'dead', 'discarded'] as const;
/**
 * `waiting`: for its time, or for another attempt. `digested`: told together with others. `skipped`: not needed any more.
 * `dead`: given up after a day, or refused for good. `discarded`: a person gave it up.
 */
export const DeliveryState = z.enum(deliveryStates).meta({ id: 'DeliveryState' });
export type DeliveryState = z.infer<typeof DeliveryState>;

/** One message on its way by one channel. */
export const Delivery = z
  .object({
    id: z.number().int(),
    key: z.string().describe('the same with every attempt: receivers know a message that comes twice by it'),
    alertId: z.string().nullable().describe('null for a digest'),
    title: z.string(),
    message: z.string().describe('why people are told: fire, upgrade, repage, resolve, digest, …'),
    severity: Severity,
    channel: z.object({ id: z.string(), name: z.string(), kind: ChannelKind }),
    route: z.string(),
    level: z.number().int().describe('of the escalation; 0 is told first'),
    state: DeliveryState,
    attempts: z.number().int(),
    queuedAt: z.iso.datetime(),
    dueAt: z.iso.datetime().describe('of the next attempt, where it waits'),
    settledAt: z.iso.datetime().nullable(),
    latencyMs: z.number().nullable().describe('of the last attempt'),
    note: z.string().nullable().describe('the last error, or why it was skipped'),
  })
  .meta({ id: 'Delivery' });
export type Delivery = z.infer<typeof Delivery>;
