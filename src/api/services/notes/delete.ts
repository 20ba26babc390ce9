import type { Note } from '#contract/note.ts';
import type { Actor } from '../../access/actor.ts';
import { notFound } from '../../errors.ts';
import type { Ports } from '../../ports.ts';
import { auditEntry } from '../audit/audit-entry.ts';

/** Only one's own: what others wrote stays. */
export async function deleteNote(
  { control, now }: Ports,
  { pipeline, id, actor }: { pipeline: string; id: string; actor: Actor },
): Promise<Note> {
  const audit = auditEntry(actor, now(), { action: 'note.delete', subject: `${pipeline}/${id}` });
  const gone = await control.deleteNote({ pipeline, id, createdBy: actor.id }, audit);
  if (!gone) throw notFound(`note ${id} of yours in ${pipeline}`);
  return gone;
}
