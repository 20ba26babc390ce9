import { z } from 'zod';

/** How far the text outputs of a window repeat each other, and which do most. */
export const RepeatedOutputs = z
  .object({
    rows: z.number().int().describe('rows with a text output'),
    distinct: z.number().int().describe('different outputs among them'),
    items: z
      .array(
        z.object({
          fingerprint: z.string().describe('salted, so that no text can be read back'),
          text: z.string().nullable().describe('only where the stage keeps its texts'),
          length: z.number().nullable().describe('characters'),
          rows: z.number().int(),
          share: z.number().describe('of the rows with a text output'),
          firstSeen: z.iso.datetime(),
          lastSeen: z.iso.datetime(),
        }),
      )
      .describe('those that came more than once, most rows first'),
  })
  .meta({ id: 'RepeatedOutputs' });
export type RepeatedOutputs = z.infer<typeof RepeatedOutputs>;
