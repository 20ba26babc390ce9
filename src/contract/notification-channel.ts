import { z } from 'zod';

const line = (most: number) =>
  z
    .string()
    .trim()
    .min(1)
    .max(most)
    .refine((value) => !/[\0\r\n]/.test(value), { error: 'must be one line' });
const httpUrl = z.url({ protocol: /^https?$/ }).max(2_000);

export const channelKinds = [
  'webhook',
  'alertmanager',
  'slack',
  'teams',
  'pagerduty',
  'email',
  'ntfy',
  'webpush',
] as const;
export const ChannelKind = z.enum(channelKinds).meta({ id: 'ChannelKind' });
export type ChannelKind = z.infer<typeof ChannelKind>;

/** Where a channel leads, without what must stay secret. */
export const ChannelSettings = z
  .discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('webhook'), url: httpUrl }),
    z.strictObject({
      kind: z.literal('alertmanager'),
      urls: z
        .array(httpUrl)
        .min(1)
        .max(10)
        .describe('every member of the cluster, not a balancer before them'),
    }),
    z.strictObject({ kind: z.literal('slack') }),
    z.strictObject({ kind: z.literal('teams') }),
    z.strictObject({
      kind: z.literal('pagerduty'),
      url: httpUrl.default('https://events.pagerduty.com/v2/enqueue'),
    }),
    z.strictObject({
      kind: z.literal('email'),
      host: line(255),
      port: z.number().int().min(1).max(65_535).default(587),
      security: z
        .enum(['tls', 'startTls', 'none'])
        .default('startTls')
        .describe('tls: from the first byte; startTls: refused where the server does not offer it'),
      user: line(255).optional(),
      from: z.email().max(255),
      to: z.array(z.email().max(255)).min(1).max(50),
    }),
    z.strictObject({ kind: z.literal('ntfy'), url: httpUrl.default('https://ntfy.sh'), topic: line(64) }),
    z.strictObject({
      kind: z.literal('webpush'),
      people: z
        .array(line(64))
        .max(200)
        .describe('sign-in names; none: everybody who switched it on in a browser'),
    }),
  ])
  .meta({ id: 'ChannelSettings' });
export type ChannelSettings = z.infer<typeof ChannelSettings>;

const secret = z
  .string()
  .trim()
  .max(2_000)
  .refine((value) => !/[\0\r\n]/.test(value), { error: 'must be one line' });

/** What only goes in: an answer has no more than a hint of it. Left out: stays as it is; empty: taken away. */
export const ChannelSecrets = z
  .strictObject({
    url: z
      .union([httpUrl, z.literal('')])
      .optional()
      .describe('of slack and teams: the address itself is the key'),
    signingKey: secret.optional().describe('of webhook: bodies are signed with it (HMAC-SHA256)'),
    authorization: secret
      .optional()
      .describe('of webhook and alertmanager: the Authorization header, such as "Bearer …"'),
    routingKey: secret.optional().describe('of pagerduty'),
    password: secret.optional().describe('of email'),
    token: secret.optional().describe('of ntfy'),
  })
  .meta({ id: 'ChannelSecrets' });
export type ChannelSecrets = z.infer<typeof ChannelSecrets>;
export type SecretName = keyof ChannelSecrets;

const about = { name: line(100), isEnabled: z.boolean(), settings: ChannelSettings };

export const ChannelRequest = z
  .strictObject({ ...about, secrets: ChannelSecrets.default({}) })
  .meta({ id: 'ChannelRequest' });
export type ChannelRequest = z.infer<typeof ChannelRequest>;

/** `fromRevision`: the one that the change was made from; another person's change meanwhile is not overwritten. */
export const ChannelChange = ChannelRequest.extend({ fromRevision: z.number().int().min(1) }).meta({
  id: 'ChannelChange',
});
export type ChannelChange = z.infer<typeof ChannelChange>;

/** A way by which people or machines are told of alerts. */
export const Channel = z
  .object({
    ...about,
    id: z.string(),
    revision: z.number().int(),
    secretHints: z
      .record(z.string(), z.string())
      .describe('by the name of a secret that is set: enough to recognise it, too little to use it'),
    changedAt: z.iso.datetime(),
    changedBy: z.string(),
  })
  .meta({ id: 'Channel' });
export type Channel = z.infer<typeof Channel>;

/** What came of one attempt to deliver something. */
export const DeliveryAttempt = z
  .object({
    ok: z.boolean(),
    status: z.number().int().nullable().describe('of HTTP or SMTP; null where nobody answered'),
    latencyMs: z.number(),
    answer: z.string().describe('how the answer begins; empty where there is none'),
    error: z.string().nullable(),
  })
  .meta({ id: 'DeliveryAttempt' });
export type DeliveryAttempt = z.infer<typeof DeliveryAttempt>;
