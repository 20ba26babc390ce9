import type { Note, NoteRequest } from '#contract/note.ts';
import type { Actor } from '../../access/actor.ts';
import type { Ports } from '../../ports.ts';
import { auditEntry } from '../audit/audit-entry.ts';
import { getPipeline } from '../pipelines/find.ts';

export async function createNote(
  ports: Ports,
  { pipeline, request, actor }: { pipeline: string; request: NoteRequest; actor: Actor },
): Promise<Note> {
  await getPipeline(ports, pipeline);
  const now = ports.now();
  const { stage, from, to, text } = request;
  const note: Note = {
    id: ports.newId(),
    pipeline,
    ...(stage !== undefined && { stage }),
    from: new Date(from).toISOString(),
    ...(to !== undefined && { to: new Date(to).toISOString() }),
    text,
    createdAt: now.toISOString(),
    createdBy: actor.id,
  };
  const change = { action: 'note.create', subject: `${pipeline}/${note.id}`, after: note };
  await ports.control.createNote(note, auditEntry(actor, now, change));
  return note;
}
