import { ApiError } from '#contract/client.ts';
import type { RunRequest, TaskError, TaskHandlers, TaskName, TaskReply, TaskRequest } from './protocol.ts';

/** The worker's side of the protocol: what to do with each message. Results are posted with what they transfer. */
export function serveTasks(
  handlers: TaskHandlers,
  post: (reply: TaskReply, transfer: Transferable[]) => void,
): (request: TaskRequest) => void {
  const running = new Map<number, AbortController>();

  async function run<T extends TaskName>({ id, task, input }: RunRequest<T>): Promise<void> {
    const controller = new AbortController();
    running.set(id, controller);
    try {
      const { output, transfer } = await handlers[task](input, {
        signal: controller.signal,
        onProgress: (progress) => post({ type: 'progress', id, progress }, []),
      });
      post({ type: 'done', id, output }, transfer);
    } catch (error) {
      post({ type: 'failed', id, error: describeError(error) }, []);
    } finally {
      running.delete(id);
    }
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
