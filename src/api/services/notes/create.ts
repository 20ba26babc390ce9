import type { Note, NoteRequest } from '#contract/note.ts';
import type { Ports } from '../../ports.ts';
import { getPipeline } from '../pipelines/find.ts';

export async function createNote(
  ports: Ports,
  { pipeline, request, actor }: { pipeline: string; request: NoteRequest; actor: string },
): Promise<Note> {
  await getPipeline(ports, pipeline);
  const createdAt = ports.now().toISOString();
  const { stage, from, to, text } = request;
  const note: Note = {
    id: ports.newId(),
    pipeline,
    ...(stage !== undefined && { stage }),
    from: new Date(from).toISOString(),
    ...(to !== undefined && { to: new Date(to).toISOString() }),
    text,
    createdAt,
    createdBy: actor,
  };
  const audit = { actor, action: 'note.create', subject: `${pipeline}/${note.id}`, at: createdAt };
  await ports.control.createNote(note, { ...audit, detail: { stage, from, to, text } });
  return note;
}
