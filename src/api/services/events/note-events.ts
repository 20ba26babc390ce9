import type { PipelineEvent } from '#contract/event.ts';
import type { Ports } from '../../ports.ts';
import type { Window } from '../../prediction-log.ts';
import { personNames } from '../people/person-names.ts';

/** Notes whose instant or span touches the window. */
export async function noteEvents(ports: Ports, pipeline: string, window: Window): Promise<PipelineEvent[]> {
  const [notes, nameOf] = await Promise.all([ports.control.listNotes(pipeline, window), personNames(ports)]);
  return notes.map(({ id, stage, from, to, text, createdBy }) => ({
    time: from,
    ...(to !== undefined && { until: to }),
    pipeline,
    ...(stage !== undefined && { stage }),
    kind: 'note',
    noteId: id,
    text: `${text} (${nameOf(createdBy)})`,
  }));
}
