import '#contract/without-eval.ts';
import { driftHandlers } from './handlers/drift-handlers.ts';
import type { TaskRequest } from './protocol.ts';
import { serveTasks } from './serve.ts';

declare const self: DedicatedWorkerGlobalScope;

const receive = serveTasks(driftHandlers(), (reply, transfer) => self.postMessage(reply, transfer));
self.addEventListener('message', ({ data }: MessageEvent<TaskRequest>) => receive(data));
