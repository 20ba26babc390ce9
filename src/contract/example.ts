import { z } from 'zod';

/** Name, among sensitive fields, of the text outputs of a stage. */
export const outputText = 'output.text';

/** One request as a stage answered it. */
export const ExampleRow = z
  .object({
    time: z.iso.datetime(),
    requestId: z.string().describe("'' where the producer gave none"),
    version: z.string(),
    site: z.string(),
    values: z
      .record(z.string(), z.union([z.number(), z.string()]))
      .describe('by metric; one without a value, or a sensitive one, is left out'),
    text: z.string().nullable().describe('the text output, where it is kept and not sensitive'),
  })
  .meta({ id: 'ExampleRow' });
export type ExampleRow = z.infer<typeof ExampleRow>;

export const Examples = z
  .object({
    items: z.array(ExampleRow),
    sensitive: z.array(z.string()).describe('metrics whose values are not handed out'),
    keepsText: z.boolean(),
  })
  .meta({ id: 'Examples' });
export type Examples = z.infer<typeof Examples>;
