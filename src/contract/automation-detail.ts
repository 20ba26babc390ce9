import { z } from 'zod';
import { Automation, AutomationChange } from './automation.ts';
import { ReviewQueue } from './review.ts';
import { ControllerDegree } from './rollout-words.ts';

/** All that a person needs to decide about the automation of a stage. */
export const AutomationDetail = z
  .object({
    automation: Automation,
    asOf: z.iso.datetime(),
    changes: z.array(AutomationChange).describe('the latest first'),
    queue: ReviewQueue,
    load: z
      .object({
        ratePerHour: z.number().nonnegative().describe('requests, over the last day with any'),
        peoplePerHour: z.number().nonnegative().describe('decisions that people are to expect now'),
      })
      .describe('what there is to decide'),
    rehearsed: z
      .object({ from: z.iso.datetime(), to: z.iso.datetime() })
      .describe('30 days up to now, or to the last row'),
    versions: z
      .array(z.object({ version: z.string(), rows: z.number().int() }))
      .describe('that answered in that time, most rows first'),
    liveRollout: z.string().nullable().describe('while it is under way nothing is raised'),
    freeze: z.object({ by: z.string(), until: z.string(), reason: z.string() }).nullable(),
    controller: z
      .object({ rollout: z.string(), degree: ControllerDegree })
      .nullable()
      .describe('who moves the latest rollout of the stage'),
  })
  .meta({ id: 'AutomationDetail' });
export type AutomationDetail = z.infer<typeof AutomationDetail>;
