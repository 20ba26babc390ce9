import { z } from 'zod';

export const RunSchedule = z
  .object({
    everyMinutes: z
      .number()
      .int()
      .min(1)
      .max(366 * 1440)
      .describe('rows of one run have times within one such period'),
    offsetMinutes: z.number().int().min(0).default(0).describe('after midnight UTC of 1970-01-01'),
    graceMinutes: z
      .number()
      .int()
      .min(0)
      .max(366 * 1440)
      .default(60)
      .describe('how long after the end of its period a run may take to arrive'),
    expectedRows: z.number().int().positive().optional().describe('default: the median of the runs before'),
  })
  .meta({ id: 'RunSchedule' });
export type RunSchedule = z.infer<typeof RunSchedule>;

export const runStates = ['running', 'complete', 'late', 'short', 'missing', 'backfilled'] as const;

/** One run of a stage of a batch pipeline. */
export const Run = z
  .object({
    stage: z.string(),
    from: z.iso.datetime(),
    to: z.iso.datetime(),
    state: z
      .enum(runStates)
      .describe(
        'late: came after its time; short: fewer than half of the rows expected; backfilled: of a time before the first rows ever came',
      ),
    rows: z.number().int(),
    expectedRows: z.number().int().optional(),
    lateRows: z.number().int().describe('of the rows, those that came after its time'),
    firstReceived: z.iso.datetime().optional(),
    lastReceived: z.iso.datetime().optional(),
  })
  .meta({ id: 'Run' });
export type Run = z.infer<typeof Run>;

export const Runs = z
  .object({
    schedule: RunSchedule,
    isAssumed: z.boolean().describe('nobody declared the schedule'),
    items: z.array(Run).describe('newest first'),
  })
  .meta({ id: 'Runs' });
export type Runs = z.infer<typeof Runs>;
