import { parentPort } from 'node:worker_threads';
import { driftHandlers } from '#workers/handlers/drift-handlers.ts';
import type { TaskRequest } from '#workers/protocol.ts';
import { serveTasks } from '#workers/serve.ts';

/** The drift worker as a thread of the server. */
const port = parentPort;
if (!port) throw new Error('drift-thread.ts runs in a thread only');
const receive = serveTasks(driftHandlers(), (reply, transfer) => port.postMessage(reply, transfer));
port.on('message', (request: TaskRequest) => receive(request));
