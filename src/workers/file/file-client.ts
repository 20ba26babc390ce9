import { revive } from '../drift-client.ts';
import type { FileLane, FileReply, FileRequest, FileTaskName, FileTasks, OpenFileLane } from './protocol.ts';

export interface FileRunOptions<T extends FileTaskName> {
  signal?: AbortSignal | undefined;
  onProgress?: ((progress: FileTasks[T]['progress']) => void) | undefined;
}

/** Runs tasks in the one worker that keeps the files. Rejects like the drift client does. */
export interface FileClient {
  run<T extends FileTaskName>(
    task: T,
    input: FileTasks[T]['input'],
    options?: FileRunOptions<T>,
  ): Promise<FileTasks[T]['output']>;
  close(): void;
}

type Job = {
  onProgress: ((progress: never) => void) | undefined;
  settle: (outcome: { output: unknown } | { error: unknown }) => void;
};

/** The worker is opened with the first task. A cancelled task is rejected at once; the worker stops it when it looks up. */
export function createFileClient(openLane: OpenFileLane): FileClient {
  const jobs = new Map<number, Job>();
  let lane: FileLane | undefined;
  let lastId = 0;

  function take(reply: FileReply): void {
    const job = jobs.get(reply.id);
    if (!job) return;
    if (reply.type === 'progress') job.onProgress?.(reply.progress as never); // the task's own handler made it
    else job.settle(reply.type === 'done' ? { output: reply.output } : { error: revive(reply.error) });
  }

  function crash(cause: Error): void {
    lane?.terminate();
    lane = undefined;
    const error = new Error(`the file worker crashed: ${cause.message}`, { cause });
    for (const job of jobs.values()) job.settle({ error });
  }

  return {
    run(task, input, { signal, onProgress } = {}) {
      return new Promise((resolve, reject) => {
        signal?.throwIfAborted();
        const id = ++lastId;
        const cancel = (): void => {
          lane?.post({ type: 'cancel', id });
          jobs.get(id)?.settle({ error: signal?.reason });
        };
        jobs.set(id, {
          onProgress,
          settle(outcome) {
            jobs.delete(id);
            signal?.removeEventListener('abort', cancel);
            if ('error' in outcome) reject(outcome.error);
            else resolve(outcome.output as never); // the handler of this task made it
          },
        });
        signal?.addEventListener('abort', cancel);
        lane ??= openLane({ reply: take, crash });
        // the signature of run holds task and input together
        lane.post({ type: 'run', id, task, input } as FileRequest);
      });
    },
    close() {
      lane?.terminate();
      lane = undefined;
      for (const job of jobs.values()) job.settle({ error: new Error('the file client is closed') });
    },
  };
}
