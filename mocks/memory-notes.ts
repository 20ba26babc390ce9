import type { AuditEntry, ControlStore } from '#api/ports.ts';
import type { Note } from '#contract/note.ts';

type NoteStore = Pick<ControlStore, 'listNotes' | 'createNote' | 'deleteNote'>;

/** @param record keeps an audit entry, or throws and nothing is changed */
export function createMemoryNotes(record: (entry: AuditEntry) => void): NoteStore {
  const notes: Note[] = [];
  return {
    async listNotes(pipeline, { fromMs, toMs }) {
      const touching = notes.filter(({ from, to, ...note }) => {
        const startMs = Date.parse(from);
        return note.pipeline === pipeline && startMs < toMs && (to ? Date.parse(to) : startMs) >= fromMs;
      });
      return structuredClone(touching).sort((a, b) => (`${a.from} ${a.id}` < `${b.from} ${b.id}` ? -1 : 1));
    },
    async createNote(note, entry) {
      record(entry);
      notes.push(structuredClone(note));
    },
    async deleteNote({ pipeline, id, createdBy }, entry) {
      const at = notes.findIndex(
        (note) => note.id === id && note.pipeline === pipeline && note.createdBy === createdBy,
      );
      const gone = notes[at];
      if (!gone) return undefined;
      record({ ...entry, before: gone });
      notes.splice(at, 1);
      return gone;
    },
  };
}
