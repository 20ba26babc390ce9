import { z } from 'zod';
import { Alert } from './alert.ts';
import { AlertEpisode } from './alert-transition.ts';

const instant = z.iso.datetime({ offset: true });

/** Of `pipeline`, `stage`, `metric`, `version`, `segment`, `rule` (its id), `owner`, `severity`, or a label of the rule. */
export const SilenceMatcher = z
  .object({
    label: z.string().min(1).max(200),
    operator: z.enum(['is', 'isNot', 'startsWith']),
    value: z.string().max(1_000),
  })
  .meta({ id: 'SilenceMatcher' });
export type SilenceMatcher = z.infer<typeof SilenceMatcher>;

export const SilenceMatchers = z
  .array(SilenceMatcher)
  .min(1)
  .max(20)
  .refine((matchers) => matchers.some(({ operator }) => operator === 'is'), {
    error: 'at least one matcher must name an exact value',
  });

export const SilenceRequest = z
  .object({
    matchers: SilenceMatchers,
    until: instant.describe('at most 7 days ahead'),
    reason: z
      .string()
      .trim()
      .min(1)
      .max(2_000)
      .refine((text) => !text.includes('\0'), { error: 'a reason must not contain NUL' }),
  })
  .meta({ id: 'SilenceRequest' });
export type SilenceRequest = z.infer<typeof SilenceRequest>;

/** What one asks about before it is made. */
export const SilenceQuestion = SilenceRequest.pick({ matchers: true, until: true }).meta({
  id: 'SilenceQuestion',
});

/** Keeps the alerts that all its matchers match from sending messages, until it ends. */
export const Silence = z
  .object({
    id: z.string(),
    matchers: z.array(SilenceMatcher),
    reason: z.string(),
    from: z.iso.datetime(),
    until: z.iso.datetime(),
    createdBy: z.string(),
    expiredBy: z.string().optional().describe('who ended it before its time'),
    approval: z
      .object({
        reasons: z.array(z.string()).min(1).describe('what makes it too broad for one person'),
        by: z.string().optional(),
        at: z.iso.datetime().optional(),
      })
      .optional()
      .describe('it does nothing until a second person has approved it'),
  })
  .meta({ id: 'Silence' });
export type Silence = z.infer<typeof Silence>;

/** What a silence would catch, before it is made. */
export const SilencePreview = z
  .object({
    now: z.array(Alert).describe('open alerts, the most urgent first, at most 200'),
    caughtNow: z.number().int().describe('how many open alerts there are'),
    lastDays: z
      .array(AlertEpisode.extend({ title: z.string() }))
      .describe('episodes of the last 7 days, the latest first, at most 200'),
    episodes: z.number().int().describe('how many episodes there were in these days'),
    approval: z.array(z.string()).describe('why a second person has to approve it; empty where none has to'),
  })
  .meta({ id: 'SilencePreview' });
export type SilencePreview = z.infer<typeof SilencePreview>;
