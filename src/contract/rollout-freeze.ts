import { z } from 'zod';
import { Name } from './prediction.ts';

const instant = z.iso.datetime({ offset: true });

/** A time in which nothing goes forward: everywhere, in a pipeline, or in one stage. The brake works. */
export const Freeze = z
  .object({
    id: z.string(),
    pipeline: Name.nullable().describe('null: all'),
    stage: Name.nullable().describe('null: all stages'),
    from: instant,
    until: instant,
    reason: z.string(),
    createdBy: z.string(),
  })
  .meta({ id: 'RolloutFreeze' });
export type Freeze = z.infer<typeof Freeze>;

export const FreezeRequest = z
  .strictObject({
    pipeline: Name.nullable().default(null),
    stage: Name.nullable().default(null),
    from: instant.optional().describe('default: now'),
    until: instant,
    reason: z.string().trim().min(1).max(2_000),
  })
  .refine(({ pipeline, stage }) => stage === null || pipeline !== null, {
    error: 'a stage is one of a pipeline',
  })
  .meta({ id: 'RolloutFreezeRequest' });
export type FreezeRequest = z.infer<typeof FreezeRequest>;
