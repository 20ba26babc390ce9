import type { PipelineEvent } from '#contract/event.ts';

/** What people did to a pipeline that may have moved something. */
export function releasesOf(events: PipelineEvent[]): PipelineEvent[] {
  return events.filter(({ kind }) => kind !== 'labelsArrived' && kind !== 'referenceCreated');
}
