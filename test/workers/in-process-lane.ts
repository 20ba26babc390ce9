import { setImmediate } from 'node:timers';
import type { Lane, LaneEvents, TaskHandlers } from '#workers/protocol.ts';
import { serveTasks } from '#workers/serve.ts';

/** A lane without a worker: messages are copied and arrive later, as between threads. */
export function openInProcessLane(handlers: TaskHandlers, events: LaneEvents): Lane {
  let isOpen = true;
  const receive = serveTasks(handlers, (reply, transfer) => {
    const message = structuredClone(reply, { transfer });
    setImmediate(() => isOpen && events.reply(message));
  });
  return {
    post(request, transfer) {
      const message = structuredClone(request, { transfer });
      setImmediate(() => isOpen && receive(message));
    },
    terminate() {
      isOpen = false;
    },
  };
}
