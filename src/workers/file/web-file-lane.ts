import type { FileReply, OpenFileLane } from './protocol.ts';

/** A lane that is a web worker of its own: reading a gigabyte does not hold up the drift workers. */
export const openWebFileLane: OpenFileLane = (events) => {
  const worker = new Worker(new URL('./file-worker.ts', import.meta.url), { type: 'module' });
  worker.addEventListener('message', ({ data }: MessageEvent<FileReply>) => events.reply(data));
  worker.addEventListener('error', ({ message }) =>
    events.crash(new Error(message || 'it could not be loaded')),
  );
  worker.addEventListener('messageerror', () => events.crash(new Error('a message could not be read')));
  return {
    post: (request) => worker.postMessage(request, []),
    terminate: () => worker.terminate(),
  };
};
