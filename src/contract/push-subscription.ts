import { z } from 'zod';

const base64Url = z
  .string()
  .regex(/^[\w-]+$/)
  .max(200);

/** What a browser hands out when a person lets it show notifications. */
export const PushSubscriptionRequest = z
  .strictObject({
    endpoint: z.url({ protocol: /^https?$/ }).max(2_000),
    keys: z.strictObject({ p256dh: base64Url, auth: base64Url }),
  })
  .meta({ id: 'PushSubscriptionRequest' });
export type PushSubscriptionRequest = z.infer<typeof PushSubscriptionRequest>;

export const PushState = z
  .object({
    publicKey: z.string().describe('of this server (VAPID), as browsers want it'),
    devices: z
      .array(z.object({ endpoint: z.string(), since: z.iso.datetime() }))
      .describe('browsers in which this person switched notifications on'),
  })
  .meta({ id: 'PushState' });
export type PushState = z.infer<typeof PushState>;
