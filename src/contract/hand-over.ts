import { z } from 'zod';
import { Alert } from './alert.ts';
import { AlertEpisode } from './alert-transition.ts';
import { PipelineEvent } from './event.ts';
import { Silence } from './silence.ts';

/** What the next person on call must know: what is open and who has it, what came and went in the shift, what was written. */
export const HandOver = z
  .object({
    from: z.iso.datetime(),
    to: z.iso.datetime(),
    asOf: z.iso.datetime(),
    open: z
      .array(
        z.object({
          alert: Alert,
          notes: z
            .array(z.object({ at: z.iso.datetime(), by: z.string(), text: z.string() }))
            .describe('on its present episode, oldest first'),
        }),
      )
      .describe('the most urgent first'),
    openInAll: z.number().int().describe('more than are listed, perhaps'),
    episodes: z
      .array(AlertEpisode.extend({ title: z.string() }))
      .describe('fired or ended in the shift, the latest first'),
    notes: z.array(PipelineEvent).describe('left on pipelines, of the shift'),
    silences: z.array(Silence).describe('in force'),
  })
  .meta({ id: 'HandOver' });
export type HandOver = z.infer<typeof HandOver>;
