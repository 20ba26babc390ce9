import type { Problem } from '#contract/problem.ts';
import type { RehearsalTasks } from './rehearsal/rehearsal-protocol.ts';
import type { DriftMapTasks } from './tasks/drift-map-tasks.ts';
import type { FrameTasks } from './tasks/frame-tasks.ts';
import type { QualityTasks } from './tasks/quality-tasks.ts';
import type { ReplayTasks } from './tasks/replay-tasks.ts';
import type { RowsTasks } from './tasks/rows-tasks.ts';
import type { SeriesTasks } from './tasks/series-tasks.ts';

/** What the drift worker can do. Counts stay in the worker; a task that names a `url` not there loads it. */
export interface DriftTasks
  extends DriftMapTasks, RowsTasks, FrameTasks, SeriesTasks, QualityTasks, RehearsalTasks, ReplayTasks {}

export type TaskName = keyof DriftTasks;
export type TaskInput<T extends TaskName> = DriftTasks[T]['input'];
export type TaskOutput<T extends TaskName> = DriftTasks[T]['output'];

/** What a long task is doing, and how much of it is done where that is known. */
export type TaskProgress = {
  doing: 'fetching' | 'calibrating' | 'scoring' | 'testing' | 'searching' | 'correlating' | 'replaying';
  share?: number | undefined;
};

/** An error as data. A refusal of the server keeps its problem document. */
export type TaskError = { name: string; message: string; problem?: Problem };

/** What a person looks at is `visible`; what can wait is `background`. */
export type Priority = 'visible' | 'background';

export type RunRequest<T extends TaskName> = {
  [Task in T]: { type: 'run'; id: number; priority: Priority; task: Task; input: TaskInput<Task> };
}[T];
export type TaskRequest = RunRequest<TaskName> | { type: 'cancel'; id: number };

export type TaskReply =
  | { type: 'progress'; id: number; progress: TaskProgress }
  | { type: 'done'; id: number; output: TaskOutput<TaskName> }
  | { type: 'failed'; id: number; error: TaskError };

export type TaskContext = {
  signal: AbortSignal;
  onProgress: (progress: TaskProgress) => void;
  /** To be awaited now and then in a long loop, see `createBreath`. */
  breathe: () => Promise<boolean>;
};

/** `transfer` are buffers of the output that the worker will not read again. */
export type TaskResult<T extends TaskName> = { output: TaskOutput<T>; transfer: Transferable[] };

export type TaskHandlers = {
  [T in TaskName]: (input: TaskInput<T>, context: TaskContext) => Promise<TaskResult<T>>;
};

/** One worker, as the pool sees it. */
export interface Lane {
  post(request: TaskRequest, transfer: Transferable[]): void;
  terminate(): void;
}

export interface LaneEvents {
  reply(reply: TaskReply): void;
  /** The worker is of no use any more. */
  crash(error: Error): void;
}

export type OpenLane = (events: LaneEvents) => Lane;
