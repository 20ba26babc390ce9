import type { Estimate, NoEstimate } from '#stats/estimate.ts';
import type { ExactScore } from '#stats/exact-score.ts';
import type { TaskError } from '../protocol.ts';
import type { Guess } from './plan/guess-plan.ts';
import type { ColumnRole, Plan, Split, TableSide } from './plan/plan.ts';
import type { FoundFormat, ReadOptions } from './read/read-rows.ts';
import type { RowProblem } from './read/table.ts';
import type { Delimiter } from './read/sniff.ts';
import type { DriftReport, ReportPiece } from './report/report.ts';
import type { SendInput, SendProgress, Sent } from './send/send.ts';

/** What the file worker can do. The rows that it has read stay in it. */
export interface FileTasks {
  /** Reads a file and keeps its rows under the id. */
  read: { input: { id: string; file: File; options: ReadOptions }; progress: ReadProgress; output: ReadFile };
  /** Drops what was read under an id. */
  forget: { input: { id: string }; progress: never; output: null };
  /** How the files are probably to be read together. */
  guess: {
    input: { files: readonly { id: string; name: string }[]; zone: string };
    progress: never;
    output: Guess;
  };
  /** Drift and quality of the current rows beside the reference. */
  report: { input: { plan: Plan }; progress: ReportPiece; output: DriftReport };
  /** Every test on one column. */
  compare: { input: { plan: Plan; column: string }; progress: never; output: ColumnComparison };
  /** Sends the rows of all files to the server, from a batch on. */
  send: { input: SendInput; progress: SendProgress; output: Sent };
}

export type ReadProgress = { bytes: number; totalBytes: number; rows: number };

/** What was read of a file. */
export type ReadFile = FoundFormat & {
  id: string;
  name: string;
  bytes: number;
  rows: number;
  kept: number;
  columns: number;
  rejected: { count: number; first: readonly RowProblem[] };
};

export type ColumnComparison = { column: string; scores: ExactScore[] };

export type FileTaskName = keyof FileTasks;

export type FileRequest =
  | { [T in FileTaskName]: { type: 'run'; id: number; task: T; input: FileTasks[T]['input'] } }[FileTaskName]
  | { type: 'cancel'; id: number };

export type FileReply =
  | { type: 'progress'; id: number; progress: unknown }
  | { type: 'done'; id: number; output: unknown }
  | { type: 'failed'; id: number; error: TaskError };

export type FileTaskContext<T extends FileTaskName> = {
  signal: AbortSignal;
  onProgress: (progress: FileTasks[T]['progress']) => void;
  /** To be awaited now and then in a long loop: lets messages in, and throws when the task was cancelled. */
  breathe: () => Promise<boolean>;
};

export type FileHandlers = {
  [T in FileTaskName]: (
    input: FileTasks[T]['input'],
    context: FileTaskContext<T>,
  ) => Promise<FileTasks[T]['output']>;
};

/** The file worker, as its client sees it. */
export interface FileLane {
  post(request: FileRequest): void;
  terminate(): void;
}

export type OpenFileLane = (events: {
  reply(reply: FileReply): void;
  /** The worker is of no use any more, and what it had read is lost. */
  crash(error: Error): void;
}) => FileLane;

export type {
  ColumnRole,
  Delimiter,
  DriftReport,
  Estimate,
  Guess,
  NoEstimate,
  Plan,
  ReadOptions,
  ReportPiece,
  RowProblem,
  SendProgress,
  Sent,
  Split,
  TableSide,
};
