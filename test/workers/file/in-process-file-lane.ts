import { File as NodeFile } from 'node:buffer';
import { setImmediate } from 'node:timers';
import type { FileHandlers, FileReply, FileRequest, OpenFileLane } from '#workers/file/protocol.ts';
import { serveFileTasks } from '#workers/file/serve-file-tasks.ts';

/** A lane without a worker: replies are copied and arrive later, as between threads. */
export function openInProcessFileLane(
  handlers: FileHandlers,
  events: Parameters<OpenFileLane>[0],
): ReturnType<OpenFileLane> {
  let isOpen = true;
  const receive = serveFileTasks(handlers, (reply: FileReply) => {
    const message = structuredClone(reply);
    setImmediate(() => isOpen && events.reply(message));
  });
  return {
    post: (request) =>
      setImmediate(() => {
        void readable(request).then((message) => isOpen && receive(message));
      }),
    terminate() {
      isOpen = false;
    },
  };
}

/** jsdom's files have no stream; Node's have one. */
async function readable(request: FileRequest): Promise<FileRequest> {
  if (request.type !== 'run' || request.task !== 'read') return request;
  const { file } = request.input;
  const hasStream: boolean = typeof file.stream === 'function';
  if (hasStream) return request;
  const { name, lastModified } = file;
  const copy: unknown = new NodeFile([new Uint8Array(await file.arrayBuffer())], name, {
    lastModified,
  });
  return { ...request, input: { ...request.input, file: copy as File } };
}
