import { z } from 'zod';

export const eventKinds = [
  'versionFirstSeen',
  'versionTookOver',
  'pipelineChanged',
  'referenceCreated',
  'labelsArrived',
  'note',
] as const;
export const EventKind = z.enum(eventKinds).meta({ id: 'EventKind' });
export type EventKind = z.infer<typeof EventKind>;

/** Something that happened to a pipeline, for the timeline that all its pages share. */
export const PipelineEvent = z
  .object({
    time: z.iso.datetime(),
    pipeline: z.string(),
    stage: z.string().optional().describe('left out where it concerns the whole pipeline'),
    kind: EventKind,
    until: z.iso.datetime().optional().describe('for a note on a span'),
    noteId: z.string().optional().describe('for a note'),
    version: z.string().optional().describe('for versions'),
    text: z.string(),
  })
  .meta({ id: 'PipelineEvent' });
export type PipelineEvent = z.infer<typeof PipelineEvent>;
