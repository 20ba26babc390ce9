import { z } from 'zod';
import { Severity } from './alert-words.ts';
import { Name } from './prediction.ts';
import { SilenceMatcher } from './silence.ts';

const line = (most: number) =>
  z
    .string()
    .trim()
    .min(1)
    .max(most)
    .refine((text) => !/[\0\r\n]/.test(text), { error: 'must be one line' });
const httpUrl = z.url({ protocol: /^https?$/ }).max(2_000);
const labelName = z.string().regex(/^[a-zA-Z_][a-zA-Z0-9_]{0,99}$/);

/** Where alerts come from: asked every `everySeconds`, or, as a receiver of Alertmanager's webhook, told. */
export const AlertSourceSettings = z
  .discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('prometheus'), url: httpUrl }),
    z.strictObject({
      kind: z.literal('alertmanager'),
      url: httpUrl,
      projects: z
        .boolean()
        .describe(
          'acknowledgements and snoozes are shown there as silences, which last no longer than they do',
        ),
    }),
    z.strictObject({
      kind: z.literal('webhook'),
      expectEverySeconds: z
        .number()
        .int()
        .min(60)
        .max(86_400)
        .nullable()
        .describe('without a delivery for so long the source counts as gone; null: it may be quiet'),
    }),
  ])
  .meta({ id: 'AlertSourceSettings' });
export type AlertSourceSettings = z.infer<typeof AlertSourceSettings>;

const about = {
  name: line(100),
  isEnabled: z.boolean(),
  settings: AlertSourceSettings,
  everySeconds: z.number().int().min(10).max(3_600).describe('how often it is asked'),
  pipeline: Name.describe('where alerts belong that name no pipeline of ours'),
  pipelineLabel: labelName.describe('the label that names the pipeline'),
  stageLabel: labelName.describe('the label that names the stage'),
  criticalValues: z
    .array(line(100))
    .max(20)
    .describe('values of the label severity that page somebody; all others are warnings'),
  matchers: z.array(SilenceMatcher).max(20).describe('only alerts whose labels match all of them; none: all'),
};

const token = z
  .string()
  .trim()
  .max(2_000)
  .refine((value) => !/[\0\r\n]/.test(value), { error: 'must be one line' });

export const AlertSourceRequest = z
  .strictObject({
    ...about,
    token: token
      .optional()
      .describe('sent as a bearer; only goes in. Left out: stays as it is; empty: taken away'),
  })
  .meta({ id: 'AlertSourceRequest' });
export type AlertSourceRequest = z.infer<typeof AlertSourceRequest>;

/** `fromRevision`: the one that the change was made from; another person's change meanwhile is not overwritten. */
export const AlertSourceChange = AlertSourceRequest.extend({ fromRevision: z.number().int().min(1) }).meta({
  id: 'AlertSourceChange',
});
export type AlertSourceChange = z.infer<typeof AlertSourceChange>;

/** An existing Prometheus or Alertmanager whose alerts are read into the inbox. */
export const AlertSource = z
  .object({
    ...about,
    id: z.string(),
    revision: z.number().int(),
    hasToken: z.boolean(),
    seenAt: z.iso.datetime().nullable().describe('when it last answered, or last delivered'),
    error: z.string().nullable().describe('why it could not be read the last time'),
    projectionError: z.string().nullable().describe('why silences could not be written there the last time'),
    changedAt: z.iso.datetime(),
    changedBy: z.string(),
  })
  .meta({ id: 'AlertSource' });
export type AlertSource = z.infer<typeof AlertSource>;

/** What a source answers now, and what would become of it. */
export const AlertSourceTest = z
  .object({
    error: z.string().nullable(),
    ignored: z.number().int().describe('not firing, not matched, or our own'),
    alerts: z
      .array(
        z.object({
          name: z.string(),
          pipeline: z.string(),
          stage: z.string().nullable(),
          severity: Severity,
          isHeldBack: z.boolean().describe('silenced or inhibited there: it opens nothing here'),
        }),
      )
      .describe('at most 50'),
    count: z.number().int().describe('how many alerts there would be'),
    silences: z
      .number()
      .int()
      .nullable()
      .describe('of ours that are in force there; null where none are written'),
  })
  .meta({ id: 'AlertSourceTest' });
export type AlertSourceTest = z.infer<typeof AlertSourceTest>;

const labels = z
  .record(z.string().max(200), z.string().max(4_000))
  .refine((all) => Object.keys(all).length <= 64, { error: 'at most 64 labels' });

/** The body of Alertmanager's webhook, version 4; what is not named here is let through and not read. */
export const AlertmanagerWebhook = z
  .object({
    version: z.literal('4'),
    alerts: z
      .array(
        z.object({
          status: z.enum(['firing', 'resolved']),
          labels,
          annotations: labels.default({}),
          generatorURL: z.string().max(4_000).default(''),
        }),
      )
      .max(5_000),
  })
  .meta({ id: 'AlertmanagerWebhook' });
export type AlertmanagerWebhook = z.infer<typeof AlertmanagerWebhook>;

export const AlertmanagerReceipt = z
  .object({ taken: z.number().int(), ignored: z.number().int() })
  .meta({ id: 'AlertmanagerReceipt' });
export type AlertmanagerReceipt = z.infer<typeof AlertmanagerReceipt>;
