import { and, asc, eq, gte, isNull, lt, or } from 'drizzle-orm';
import type { ControlStore } from '#api/ports.ts';
import type { Note } from '#contract/note.ts';
import { appendAudit } from './audit-log.ts';
import { notes } from './control-schema.ts';
import type { ControlDatabase } from './control-store.ts';

type NoteStore = Pick<ControlStore, 'listNotes' | 'createNote' | 'deleteNote'>;

export function createNoteStore(database: ControlDatabase): NoteStore {
  return {
    async listNotes(pipeline, { fromMs, toMs }) {
      const from = new Date(fromMs);
      const touches = and(
        lt(notes.from, new Date(toMs)),
        or(gte(notes.to, from), and(isNull(notes.to), gte(notes.from, from))),
      );
      const found = await database
        .select()
        .from(notes)
        .where(and(eq(notes.pipeline, pipeline), touches))
        .orderBy(asc(notes.from), asc(notes.id));
      return found.map(toNote);
    },
    createNote: ({ from, to, createdAt, ...note }, entry) =>
      database.transaction(async (tx) => {
        const instants = { from: new Date(from), to: to === undefined ? null : new Date(to) };
        await tx.insert(notes).values({ ...note, ...instants, createdAt: new Date(createdAt) });
        await appendAudit(tx, entry);
      }),
    deleteNote: ({ pipeline, id, createdBy }, entry) =>
      database.transaction(async (tx) => {
        const own = and(eq(notes.pipeline, pipeline), eq(notes.id, id), eq(notes.createdBy, createdBy));
        const [gone] = await tx.delete(notes).where(own).returning();
        if (!gone) return undefined;
        const before = toNote(gone);
        await appendAudit(tx, { ...entry, before });
        return before;
      }),
  };
}

function toNote({ stage, from, to, createdAt, ...note }: typeof notes.$inferSelect): Note {
  return {
    ...note,
    ...(stage !== null && { stage }),
    from: from.toISOString(),
    ...(to !== null && { to: to.toISOString() }),
    createdAt: createdAt.toISOString(),
  };
}
