import { formatCount, formatValue } from '../format/number.ts';
import { type JobProgress, runJob } from '../state/jobs.ts';
import { importPath } from '../url/links.ts';
import { createFileSending, type FileSending } from './file-sending.ts';
import type { FileClient } from '#workers/file/file-client.ts';
import type {
  ColumnRole,
  Plan,
  ReadFile,
  ReadOptions,
  ReadProgress,
  Split,
  TableSide,
} from '#workers/file/protocol.ts';

/** A file that a person brought, and how far its reading has come. */
export type DeskFile = { id: string; file: File; options: ReadOptions; startedMs: number } & (
  | { state: 'reading'; progress: ReadProgress }
  | { state: 'read'; read: ReadFile }
  | { state: 'cancelled' }
  | { state: 'failed'; reason: string }
);

/** What a person corrected of the guess. */
export type Corrections = {
  sides: Readonly<Record<string, TableSide>>;
  roles: Readonly<Record<string, ColumnRole>>;
} & Partial<Pick<Plan, 'zone' | 'order' | 'join' | 'positive'>> & { split?: Split };

export type DeskState = { files: readonly DeskFile[]; corrections: Corrections };

/** The files at hand. They stay while the person looks at other pages, until the tab is closed. */
export interface FileDesk {
  readonly client: FileClient;
  readonly sending: FileSending;
  readonly subscribe: (listener: () => void) => () => void;
  readonly state: () => DeskState;
  add(files: readonly File[]): void;
  cancel(id: string): void;
  readAgain(id: string, options: ReadOptions): void;
  remove(id: string): void;
  correct(patch: Partial<Corrections>): void;
}

const noCorrections: Corrections = { sides: {}, roles: {} };

export function createFileDesk(client: FileClient, now: () => number = Date.now): FileDesk {
  const listeners = new Set<() => void>();
  const reading = new Map<string, AbortController>();
  let state: DeskState = { files: [], corrections: noCorrections };
  let lastId = 0;

  function set(patch: Partial<DeskState>): void {
    state = { ...state, ...patch };
    for (const listener of listeners) listener();
  }

  function put(id: string, next: (file: DeskFile) => DeskFile): void {
    set({ files: state.files.map((file) => (file.id === id ? next(file) : file)) });
  }

  /** Reads under a new id, so that nothing made of an earlier reading is taken for this one's. */
  async function read(id: string, file: File, options: ReadOptions): Promise<void> {
    const controller = new AbortController();
    reading.set(id, controller);
    const base = { id, file, options, startedMs: now() };
    try {
      const found = await runJob(
        { title: `Read ${file.name}`, path: importPath(), cancel: () => controller.abort() },
        (report) =>
          client.run(
            'read',
            { id, file, options },
            {
              signal: controller.signal,
              onProgress(progress) {
                put(id, () => ({ ...base, state: 'reading', progress }));
                report(readingProgress(progress));
              },
            },
          ),
        () => controller.signal.aborted,
      );
      put(id, () => ({ ...base, state: 'read', read: found }));
    } catch (error) {
      if (controller.signal.aborted) put(id, () => ({ ...base, state: 'cancelled' }));
      else
        put(id, () => ({
          ...base,
          state: 'failed',
          reason: error instanceof Error ? error.message : String(error),
        }));
    } finally {
      reading.delete(id);
    }
  }

  function begin(file: File, options: ReadOptions): DeskFile {
    const id = `f${++lastId}`;
    queueMicrotask(() => void read(id, file, options));
    const progress = { bytes: 0, totalBytes: file.size, rows: 0 };
    return { id, file, options, startedMs: now(), state: 'reading', progress };
  }

  function drop(id: string): void {
    reading.get(id)?.abort();
    void client.run('forget', { id });
  }

  return {
    client,
    sending: createFileSending(client),
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    state: () => state,
    add(files) {
      set({ files: [...state.files, ...files.map((file) => begin(file, {}))] });
    },
    cancel: (id) => reading.get(id)?.abort(),
    readAgain(id, options) {
      const known = state.files.find((file) => file.id === id);
      if (!known) return;
      drop(id);
      const next = begin(known.file, options);
      const { [id]: side, ...others } = state.corrections.sides;
      set({
        files: state.files.map((file) => (file.id === id ? next : file)),
        corrections: { ...state.corrections, sides: side ? { ...others, [next.id]: side } : others },
      });
    },
    remove(id) {
      drop(id);
      const files = state.files.filter((file) => file.id !== id);
      set({ files, corrections: files.length === 0 ? noCorrections : state.corrections });
    },
    correct(patch) {
      set({ corrections: { ...state.corrections, ...patch } });
    },
  };
}

function readingProgress({ bytes, totalBytes, rows }: ReadProgress): JobProgress {
  const read = `${formatValue(bytes, 'bytes')} of ${formatValue(totalBytes, 'bytes')}`;
  return { done: bytes, total: totalBytes, text: `${read}, ${formatCount(rows)} rows` };
}

/** The guess with what a person corrected. Columns that are new keep their guess. */
export function correctedPlan(guess: Plan, corrections: Corrections): Plan {
  const { sides, roles, ...rest } = corrections;
  return {
    ...guess,
    ...rest,
    tables: guess.tables.map(({ id, side }) => ({ id, side: sides[id] ?? side })),
    columns: guess.columns.map(({ name, role }) => ({
      name,
      role: Object.hasOwn(roles, name) ? (roles[name] ?? role) : role,
    })),
  };
}
