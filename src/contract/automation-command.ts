import { z } from 'zod';
import { AutomationSetting } from './automation.ts';

const words = z
  .string()
  .trim()
  .min(1)
  .max(2_000)
  .refine((text) => !text.includes('\0'), { error: 'a text must not contain NUL' });

/** What people do with the automation of a stage. */
export const AutomationCommand = z
  .discriminatedUnion('type', [
    z.object({
      type: z.literal('set').describe('takes effect at once; refused where it raises anything'),
      setting: AutomationSetting,
      reason: words.optional(),
      acceptsOverload: z
        .boolean()
        .default(false)
        .describe('also when people get more to decide than they can'),
      breakGlass: z.boolean().default(false).describe('by whoever is there, whatever their role'),
    }),
    z.object({ type: z.literal('request'), setting: AutomationSetting, reason: words }),
    z.object({
      type: z.literal('approve'),
      hash: z.string().max(200).describe('of the request that was on the screen'),
      reason: words,
    }),
    z.object({ type: z.literal('reject'), reason: words }),
    z.object({ type: z.literal('withdraw') }),
  ])
  .meta({ id: 'AutomationCommand' });
export type AutomationCommand = z.infer<typeof AutomationCommand>;
