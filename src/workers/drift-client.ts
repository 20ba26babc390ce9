import { ApiError } from '#contract/client.ts';
import type {
  Lane,
  OpenLane,
  RunRequest,
  TaskError,
  TaskInput,
  TaskName,
  TaskOutput,
  TaskProgress,
  TaskReply,
} from './protocol.ts';

export interface RunOptions {
  signal?: AbortSignal | undefined;
  onProgress?: ((progress: TaskProgress) => void) | undefined;
}

/** Runs tasks in workers. Rejects with the handler's error, or with the signal's reason once it is aborted. */
export interface DriftClient {
  run<T extends TaskName>(task: T, input: TaskInput<T>, options?: RunOptions): Promise<TaskOutput<T>>;
  close(): void;
}

type Job = {
  request: RunRequest<TaskName>;
  onProgress: RunOptions['onProgress'];
  settle: (outcome: { output: unknown } | { error: unknown }) => void;
};

/** A place for one worker; it is opened when the first job comes, and again after a crash. */
type Seat = {
  lane: Lane | undefined;
  job: Job | undefined;
  isCancelling: boolean;
  overdue: ReturnType<typeof setTimeout> | undefined;
};

/** How long a worker may take to notice that its job was cancelled, before it is replaced. */
const cancelMs = 200;

/** Leaves one core to the page. */
export function poolSize(cores: number): number {
  return Math.max(1, Math.min(4, cores - 1));
}

/**
 * A pool of `size` workers. Jobs wait in order; those that name the same `url` go to the same worker, which keeps
 * the counts it has decoded. A crash fails the job that was running and no other.
 */
export function createDriftClient(openLane: OpenLane, size: number): DriftClient {
  const seats = Array.from({ length: size }, (): Seat => ({
    lane: undefined,
    job: undefined,
    isCancelling: false,
    overdue: undefined,
  }));
  const seatOfUrl = new Map<string, Seat>();
  const queue: Job[] = [];
  let lastId = 0;
  let isClosed = false;

  function run<T extends TaskName>(
    task: T,
    input: TaskInput<T>,
    { signal, onProgress }: RunOptions = {},
  ): Promise<TaskOutput<T>> {
    return new Promise((resolve, reject) => {
      if (isClosed) return reject(new Error('the drift client is closed'));
      if (signal?.aborted) return reject(abortReason(signal));
      const abort = (): void => cancel(job, abortReason(signal));
      const job: Job = {
        // the signature of run holds task and input together
        request: { type: 'run', id: ++lastId, task, input } as RunRequest<TaskName>,
        onProgress,
        settle(outcome) {
          signal?.removeEventListener('abort', abort);
          if ('error' in outcome) reject(outcome.error);
          else resolve(outcome.output as TaskOutput<T>); // the handler of this task made it
        },
      };
      signal?.addEventListener('abort', abort);
      queue.push(job);
      startWaiting();
    });
  }

  function startWaiting(): void {
    for (const job of queue.slice()) {
      const seat = seatFor(job);
      if (!seat || seat.job) continue;
      queue.splice(queue.indexOf(job), 1);
      start(seat, job);
    }
  }

  /** The seat that knows the job's counts, free or not; else a free one. */
  function seatFor({ request: { input } }: Job): Seat | undefined {
    const url = 'url' in input ? input.url : undefined;
    const known = url === undefined ? undefined : seatOfUrl.get(url);
    if (known) return known;
    const free = seats.find(({ job }) => !job);
    if (free && url !== undefined) remember(url, free);
    return free;
  }

  function remember(url: string, seat: Seat): void {
    seatOfUrl.set(url, seat);
    const oldest = seatOfUrl.keys().next().value;
    if (seatOfUrl.size > 100 && oldest !== undefined) seatOfUrl.delete(oldest);
  }

  function start(seat: Seat, job: Job): void {
    seat.job = job;
    try {
      seat.lane ??= openLane({ reply: (reply) => take(seat, reply), crash: (error) => crash(seat, error) });
      seat.lane.post(job.request);
    } catch (error) {
      crash(seat, error);
    }
  }

  function take(seat: Seat, reply: TaskReply): void {
    const { job } = seat;
    if (job?.request.id !== reply.id) return;
    if (reply.type === 'progress') {
      if (!seat.isCancelling) job.onProgress?.(reply.progress);
      return;
    }
    free(seat);
    job.settle(reply.type === 'done' ? { output: reply.output } : { error: revive(reply.error) });
    startWaiting();
  }

  function cancel(job: Job, reason: unknown): void {
    const waiting = queue.indexOf(job);
    if (waiting >= 0) queue.splice(waiting, 1);
    const seat = seats.find((candidate) => candidate.job === job);
    if (seat) {
      seat.isCancelling = true;
      seat.lane?.post({ type: 'cancel', id: job.request.id });
      seat.overdue = setTimeout(() => {
        close(seat);
        startWaiting();
      }, cancelMs);
    }
    job.settle({ error: reason });
  }

  function crash(seat: Seat, cause: unknown): void {
    const { job } = seat;
    close(seat);
    job?.settle({ error: new Error(`the drift worker crashed: ${messageOf(cause)}`, { cause }) });
    startWaiting();
  }

  function free(seat: Seat): void {
    clearTimeout(seat.overdue);
    seat.job = undefined;
    seat.isCancelling = false;
  }

  function close(seat: Seat): void {
    seat.lane?.terminate();
    seat.lane = undefined;
    free(seat);
  }

  return {
    run,
    close() {
      isClosed = true;
      const error = new Error('the drift client is closed');
      for (const job of queue.splice(0)) job.settle({ error });
      for (const seat of seats) {
        const { job } = seat;
        close(seat);
        job?.settle({ error });
      }
    },
  };
}

function abortReason(signal: AbortSignal | undefined): unknown {
  return signal?.reason ?? new DOMException('cancelled', 'AbortError');
}

/** The error that the handler threw, as far as it could be sent. */
export function revive({ name, message, problem }: TaskError): Error {
  if (problem) return new ApiError(problem);
  if (name === 'TypeError') return new TypeError(message); // how fetch says that nothing answered
  return Object.assign(new Error(message), { name });
}

function messageOf(cause: unknown): string {
  return cause instanceof Error ? cause.message : String(cause);
}
