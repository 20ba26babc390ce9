import type { Lane, LaneEvents, TaskReply } from './protocol.ts';

/** A lane that is a web worker. */
export function openWebLane(events: LaneEvents): Lane {
  const worker = new Worker(new URL('./drift-worker.ts', import.meta.url), { type: 'module' });
  worker.addEventListener('message', ({ data }: MessageEvent<TaskReply>) => events.reply(data));
  worker.addEventListener('error', ({ message }) =>
    events.crash(new Error(message || 'it could not be loaded')),
  );
  worker.addEventListener('messageerror', () => events.crash(new Error('a message could not be read')));
  return {
    post: (request, transfer) => worker.postMessage(request, transfer),
    terminate: () => worker.terminate(),
  };
}
