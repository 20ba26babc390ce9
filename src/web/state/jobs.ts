import { useSyncExternalStore } from 'react';

/** Long work of this page, which goes on while the person looks elsewhere. */
export type Job = {
  id: number;
  title: string;
  /** Of the page where it can be seen. */
  path: string | undefined;
  startedMs: number;
} & (
  | { state: 'running'; progress: JobProgress | undefined; cancel: (() => void) | undefined }
  | { state: 'done' | 'cancelled'; endedMs: number }
  | { state: 'failed'; endedMs: number; reason: string }
);

/** So much of so much; `text` says what of. */
export type JobProgress = { done: number; total: number; text: string };

type JobStart = { title: string; path?: string | undefined; cancel?: (() => void) | undefined };

/** Ended jobs that are still listed. */
const mostEnded = 20;
let jobs: readonly Job[] = [];
let lastId = 0;
const listeners = new Set<() => void>();

/** Lists work as running until the promise that it returns is settled; an aborted one counts as cancelled. */
export async function runJob<Result>(
  { title, path, cancel }: JobStart,
  work: (report: (progress: JobProgress) => void) => Promise<Result>,
  isCancelled: () => boolean = () => false,
): Promise<Result> {
  const base = { id: ++lastId, title, path, startedMs: Date.now() };
  put({ ...base, state: 'running', progress: undefined, cancel });
  try {
    const result = await work((progress) => put({ ...base, state: 'running', progress, cancel }));
    put({ ...base, state: 'done', endedMs: Date.now() });
    return result;
  } catch (error) {
    const endedMs = Date.now();
    if (isCancelled()) put({ ...base, state: 'cancelled', endedMs });
    else put({ ...base, state: 'failed', endedMs, reason: reasonOf(error) });
    throw error;
  }
}

/** The latest first. */
export function useJobs(): readonly Job[] {
  return useSyncExternalStore(subscribe, () => jobs);
}

export function forgetEndedJobs(): void {
  set(jobs.filter(({ state }) => state === 'running'));
}

function put(job: Job): void {
  const isKnown = jobs.some(({ id }) => id === job.id);
  const next = isKnown ? jobs.map((other) => (other.id === job.id ? job : other)) : [job, ...jobs];
  const ended = next.filter(({ state }) => state !== 'running').slice(mostEnded);
  set(ended.length > 0 ? next.filter((other) => !ended.includes(other)) : next);
}

function set(next: readonly Job[]): void {
  jobs = next;
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
