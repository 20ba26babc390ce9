import type { PipelineEvent } from '#contract/event.ts';
import type { Ports } from '../../ports.ts';
import type { Window } from '../../prediction-log.ts';

/** Notes whose instant or span touches the window. */
export async function noteEvents(
  { control }: Ports,
  pipeline: string,
  window: Window,
): Promise<PipelineEvent[]> {
  const notes = await control.listNotes(pipeline, window);
  return notes.map(({ id, stage, from, to, text, createdBy }) => ({
    time: from,
    ...(to !== undefined && { until: to }),
    pipeline,
    ...(stage !== undefined && { stage }),
    kind: 'note',
    noteId: id,
    text: `${text} (${createdBy})`,
  }));
}
