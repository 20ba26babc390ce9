import { createBreath } from '../breath.ts';
import { describeError } from '../serve.ts';
import type { FileHandlers, FileReply, FileRequest, FileTaskName, FileTasks } from './protocol.ts';

/** The worker's side of the protocol: what to do with each message. */
export function serveFileTasks(
  handlers: FileHandlers,
  post: (reply: FileReply) => void,
): (request: FileRequest) => void {
  const running = new Map<number, AbortController>();

  async function run<T extends FileTaskName>(
    id: number,
    task: T,
    input: FileTasks[T]['input'],
  ): Promise<void> {
    const controller = new AbortController();
    running.set(id, controller);
    try {
      const output = await handlers[task](input, {
        signal: controller.signal,
        breathe: createBreath(controller.signal, () => Promise.resolve()),
        onProgress: (progress) => post({ type: 'progress', id, progress }),
      });
      post({ type: 'done', id, output });
    } catch (error) {
      post({ type: 'failed', id, error: describeError(error) });
    } finally {
      running.delete(id);
    }
  }
  return (request) => {
    if (request.type === 'run') void run(request.id, request.task, request.input);
    else running.get(request.id)?.abort();
  };
}
