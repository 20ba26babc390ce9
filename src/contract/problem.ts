import { z } from 'zod';
import { AlertConflict } from './alert-command.ts';
import { RecordError } from './prediction.ts';

/** RFC 9457 problem document: what went wrong, and what to do next. */
export const Problem = z
  .object({
    type: z.string().describe('stable name of the kind of problem, such as /problems/invalid-record'),
    title: z.string(),
    status: z.number().int(),
    detail: z.string().optional(),
    errors: z.array(RecordError).optional(),
    conflict: AlertConflict.optional().describe('of a command on an alert that somebody else changed'),
  })
  .meta({ id: 'Problem' });
export type Problem = z.infer<typeof Problem>;
