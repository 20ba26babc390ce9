import { Worker } from 'node:worker_threads';
import type { OpenLane, TaskReply } from '#workers/protocol.ts';

/** A lane that is a thread of this process, which lives until the pool is closed. */
export const openNodeLane: OpenLane = (events) => {
  const thread = new Worker(new URL('./drift-thread.ts', import.meta.url));
  let isOpen = true;
  const crash = (error: Error): void => {
    if (isOpen) events.crash(error);
    isOpen = false;
  };
  thread.on('message', (reply: TaskReply) => events.reply(reply));
  thread.on('messageerror', crash);
  thread.on('error', crash);
  thread.on('exit', (code) => crash(new Error(`the thread ended with code ${code}`)));
  return {
    post: (request, transfer) => thread.postMessage(request, transfer),
    terminate() {
      isOpen = false;
      void thread.terminate();
    },
  };
};
