import { z } from 'zod';
import { Severity } from './alert-words.ts';

export const eventKinds = [
  'versionFirstSeen',
  'versionTookOver',
  'pipelineChanged',
  'ruleChanged',
  'referenceCreated',
  'labelsArrived',
  'alertFired',
  'alertEnded',
  'rolloutStep',
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
    until: z.iso
      .datetime()
      .optional()
      .describe('for a note on a span, and of an alert that fired: its end, or now'),
    noteId: z.string().optional().describe('for a note'),
    alertId: z.string().optional().describe('for an alert'),
    rolloutId: z.string().optional().describe('for a step of a rollout'),
    severity: Severity.optional().describe('of an alert: the highest it reached'),
    version: z.string().optional().describe('for versions'),
    text: z.string(),
  })
  .meta({ id: 'PipelineEvent' });
export type PipelineEvent = z.infer<typeof PipelineEvent>;
