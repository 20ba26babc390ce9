import { ApiError } from '#contract/client.ts';
import { createBreath } from './breath.ts';
import type { RunRequest, TaskError, TaskHandlers, TaskName, TaskReply, TaskRequest } from './protocol.ts';

/**
 * The worker's side of the protocol: what to do with each message. Results are posted with what they transfer. While a
 * visible job runs, a background job waits at its next breath.
 */
export function serveTasks(
  handlers: TaskHandlers,
  post: (reply: TaskReply, transfer: Transferable[]) => void,
): (request: TaskRequest) => void {
  const running = new Map<number, AbortController>();
  const visible = new Set<number>();
  let quiet = Promise.withResolvers<void>();
  quiet.resolve();

  async function run<T extends TaskName>({ id, priority, task, input }: RunRequest<T>): Promise<void> {
    const controller = new AbortController();
    running.set(id, controller);
    if (priority === 'visible') enter(id);
    const { signal } = controller;
    const giveWay = (): Promise<void> => (priority === 'visible' ? Promise.resolve() : quiet.promise);
    try {
      const { output, transfer } = await handlers[task](input, {
        signal,
        onProgress: (progress) => post({ type: 'progress', id, progress }, []),
        breathe: createBreath(signal, giveWay),
      });
      post({ type: 'done', id, output }, transfer);
    } catch (error) {
      post({ type: 'failed', id, error: describeError(error) }, []);
    } finally {
      running.delete(id);
      leave(id);
    }
  }

  function enter(id: number): void {
    if (visible.size === 0) quiet = Promise.withResolvers<void>();
    visible.add(id);
  }

  function leave(id: number): void {
    if (visible.delete(id) && visible.size === 0) quiet.resolve();
  }

  return (request) => {
    if (request.type === 'run') void run(request);
    else running.get(request.id)?.abort();
  };
}

/** An error as it can be sent. */
export function describeError(error: unknown): TaskError {
  if (error instanceof ApiError) return { name: error.name, message: error.message, problem: error.problem };
  if (error instanceof Error) return { name: error.name, message: error.message };
  return { name: 'Error', message: String(error) };
}
