import { createBreath } from '#workers/breath.ts';
import { fileHandlers } from '#workers/file/file-handlers.ts';
import type { FileTaskContext, FileTaskName, Plan, ReadOptions } from '#workers/file/protocol.ts';

/** A context that nobody cancels or listens to. */
export function quietly<T extends FileTaskName>(): FileTaskContext<T> {
  const { signal } = new AbortController();
  return { signal, onProgress: () => undefined, breathe: createBreath(signal, () => Promise.resolve()) };
}

/** What a person does with files, without a worker between. */
export function fileTask() {
  const handlers = fileHandlers();
  const names: { id: string; name: string }[] = [];
  return {
    handlers,
    async reads(name: string, content: BlobPart, options: ReadOptions = {}) {
      const file = new File([content], name, { lastModified: Date.UTC(2026, 10, 1) });
      names.push({ id: name, name });
      return handlers.read({ id: name, file, options }, quietly());
    },
    guesses: () => handlers.guess({ files: names, zone: 'UTC' }, quietly()),
    /** As guessed, unless corrected. */
    async reports(correct: (plan: Plan) => Plan = (plan) => plan) {
      const { plan } = await handlers.guess({ files: names, zone: 'UTC' }, quietly());
      return handlers.report({ plan: correct(plan) }, quietly());
    },
  };
}

/** Rows of equal width as CSV. */
export function csv(header: string, rows: readonly (readonly (string | number)[])[]): string {
  return [header, ...rows.map((row) => row.join(','))].join('\n');
}
