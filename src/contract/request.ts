import { z } from 'zod';
import { ExampleRow } from './example.ts';
import { Role } from './prediction.ts';

/** What one stage did with a request, in brief; null where it was not recorded, or is sensitive. */
export const RequestStep = z
  .object({
    stage: z.string(),
    version: z.string(),
    role: Role,
    time: z.iso.datetime().describe('when it answered'),
    latencyMs: z.number().nullable(),
    status: z.string().nullable(),
    isNull: z.boolean().nullable(),
  })
  .meta({ id: 'RequestStep' });
export type RequestStep = z.infer<typeof RequestStep>;

export const RequestSummary = z
  .object({ requestId: z.string(), steps: z.array(RequestStep).describe('in order of time') })
  .meta({ id: 'RequestSummary' });
export type RequestSummary = z.infer<typeof RequestSummary>;

/** The rows of one request in all stages, in order of time. */
export const RequestTrace = z
  .object({
    requestId: z.string(),
    rows: z.array(
      RequestStep.extend({
        ...ExampleRow.pick({ site: true, values: true, text: true }).shape,
        withheld: z.array(z.string()).describe('sensitive fields, whose values are not handed out'),
      }),
    ),
    isCut: z.boolean().describe('true when the request has more rows than are answered'),
  })
  .meta({ id: 'RequestTrace' });
export type RequestTrace = z.infer<typeof RequestTrace>;
