import type { Note } from '#contract/note.ts';
import { notFound } from '../../errors.ts';
import type { Ports } from '../../ports.ts';

/** Only one's own: what others wrote stays. */
export async function deleteNote(
  { control, now }: Ports,
  { pipeline, id, actor }: { pipeline: string; id: string; actor: string },
): Promise<Note> {
  const audit = { actor, action: 'note.delete', subject: `${pipeline}/${id}`, at: now().toISOString() };
  const gone = await control.deleteNote({ pipeline, id, createdBy: actor }, { ...audit, detail: {} });
  if (!gone) throw notFound(`note ${id} of yours in ${pipeline}`);
  return gone;
}
