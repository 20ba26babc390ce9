import '#contract/without-eval.ts';
import { fileHandlers } from './file-handlers.ts';
import type { FileRequest } from './protocol.ts';
import { serveFileTasks } from './serve-file-tasks.ts';

declare const self: DedicatedWorkerGlobalScope;

const receive = serveFileTasks(fileHandlers(), (reply) => self.postMessage(reply, []));
self.addEventListener('message', ({ data }: MessageEvent<FileRequest>) => receive(data));
