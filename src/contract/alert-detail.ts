import { z } from 'zod';
import { Alert } from './alert.ts';
import { AlertEpisode, AlertTransition } from './alert-transition.ts';
import { PipelineEvent } from './event.ts';

/** All that a person on call wants to know of an alert first. */
export const AlertDetail = z
  .object({
    alert: Alert,
    transitions: z.array(AlertTransition).describe('newest first, at most 500'),
    episodes: z.array(AlertEpisode).describe('of the last 30 days, the latest first'),
    changes: z
      .array(PipelineEvent)
      .describe('what happened to the pipeline in the three hours before it fired, oldest first'),
    together: z
      .array(Alert)
      .describe('other open alerts of the pipeline, those of the same root first, at most 50'),
  })
  .meta({ id: 'AlertDetail' });
export type AlertDetail = z.infer<typeof AlertDetail>;
