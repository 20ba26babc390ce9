import { z } from 'zod';
import { RecordError } from './prediction.ts';

/** RFC 9457 problem document: what went wrong, and what to do next. */
export const Problem = z
  .object({
    type: z.string().describe('stable name of the kind of problem, such as /problems/invalid-record'),
    title: z.string(),
    status: z.number().int(),
    detail: z.string().optional(),
    errors: z.array(RecordError).optional(),
    // Not spelled out: every page reads problems, and only one knows alerts.
    conflict: z
      .unknown()
      .optional()
      .describe('of a command on an alert that somebody else changed: an AlertConflict'),
  })
  .meta({ id: 'Problem' });
export type Problem = z.infer<typeof Problem>;
