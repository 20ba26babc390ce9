import { ApiError } from '#contract/client.ts';
import type {
  Lane,
  OpenLane,
  Priority,
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
  /** `visible` unless told: what a person looks at goes before what can wait. */
  priority?: Priority | undefined;
  /** Buffers of the input to give away instead of copying them. Such a job cannot be run again after a crash. */
  transfer?: Transferable[] | undefined;
}

/** Runs tasks in workers. Rejects with the handler's error, or with the signal's reason once it is aborted. */
export interface DriftClient {
  run<T extends TaskName>(task: T, input: TaskInput<T>, options?: RunOptions): Promise<TaskOutput<T>>;
  close(): void;
}

type Job = {
  request: RunRequest<TaskName>;
  transfer: Transferable[];
  onProgress: RunOptions['onProgress'];
  settle: (outcome: { output: unknown } | { error: unknown }) => void;
  hasCrashed: boolean;
};

/** A place for one worker; it is opened when the first job comes, and again after a crash. */
type Seat = {
  lane: Lane | undefined;
  /** At most one of each priority. */
  jobs: Map<number, Job>;
  /** Those of the jobs that were cancelled, with the time limit for the worker to say that it has stopped. */
  cancelled: Map<number, ReturnType<typeof setTimeout>>;
};

/** How long a worker may take to notice that its job was cancelled, before it is replaced. */
const cancelMs = 200;
const mostKnownKeys = 1000;

/** Leaves one core to the page. */
export function poolSize(cores: number): number {
  return Math.max(1, Math.min(4, cores - 1));
}

/**
 * A pool of `size` workers. Visible jobs go before background ones, each in order. A worker takes one job at a time,
 * and a visible one beside a background one, which then pauses: with a single worker, too, nothing on screen waits
 * for what can wait. Jobs on the same counts or reference go to the same worker, which keeps them. After a crash
 * its jobs are run once more in a new worker; a second crash fails them.
 */
export function createDriftClient(openLane: OpenLane, size: number): DriftClient {
  const seats = Array.from({ length: size }, (): Seat => {
    return { lane: undefined, jobs: new Map(), cancelled: new Map() };
  });
  const seatOfKey = new Map<string, Seat>();
  const queues: Record<Priority, Job[]> = { visible: [], background: [] };
  let lastId = 0;
  let isClosed = false;

  function run<T extends TaskName>(
    task: T,
    input: TaskInput<T>,
    { signal, onProgress, priority = 'visible', transfer = [] }: RunOptions = {},
  ): Promise<TaskOutput<T>> {
    return new Promise((resolve, reject) => {
      if (isClosed) return reject(new Error('the drift client is closed'));
      if (signal?.aborted) return reject(abortReason(signal));
      const abort = (): void => cancel(job, abortReason(signal));
      const job: Job = {
        // the signature of run holds task and input together
        request: { type: 'run', id: ++lastId, priority, task, input } as RunRequest<TaskName>,
        transfer,
        onProgress,
        settle(outcome) {
          signal?.removeEventListener('abort', abort);
          if ('error' in outcome) reject(outcome.error);
          else resolve(outcome.output as TaskOutput<T>); // the handler of this task made it
        },
        hasCrashed: false,
      };
      signal?.addEventListener('abort', abort);
      queues[priority].push(job);
      startWaiting();
    });
  }

  function startWaiting(): void {
    for (const queue of [queues.visible, queues.background]) {
      for (const job of queue.slice()) {
        const seat = seatFor(job);
        if (!seat) continue;
        queue.splice(queue.indexOf(job), 1);
        start(seat, job);
      }
    }
  }

  /** The seat that keeps what the job needs, else an idle one, else one where it can go first; none until it is free. */
  function seatFor({ request }: Job): Seat | undefined {
    const key = keyOf(request);
    const known = key === undefined ? undefined : seatOfKey.get(key);
    if (known) return canTake(known, request.priority) ? known : undefined;
    const seat =
      seats.find(({ jobs }) => jobs.size === 0) ??
      seats.find((candidate) => canTake(candidate, request.priority));
    if (seat && key !== undefined) remember(key, seat);
    return seat;
  }

  function canTake({ jobs }: Seat, priority: Priority): boolean {
    if (priority === 'background') return jobs.size === 0;
    return [...jobs.values()].every(({ request }) => request.priority === 'background');
  }

  function remember(key: string, seat: Seat): void {
    seatOfKey.set(key, seat);
    const oldest = seatOfKey.keys().next().value;
    if (seatOfKey.size > mostKnownKeys && oldest !== undefined) seatOfKey.delete(oldest);
  }

  function start(seat: Seat, job: Job): void {
    seat.jobs.set(job.request.id, job);
    try {
      seat.lane ??= openLane({ reply: (reply) => take(seat, reply), crash: (error) => crash(seat, error) });
      seat.lane.post(job.request, job.transfer);
    } catch (error) {
      crash(seat, error);
    }
  }

  function take(seat: Seat, reply: TaskReply): void {
    const job = seat.jobs.get(reply.id);
    if (!job) return;
    if (reply.type === 'progress') {
      if (!seat.cancelled.has(reply.id)) job.onProgress?.(reply.progress);
      return;
    }
    clearTimeout(seat.cancelled.get(reply.id));
    seat.cancelled.delete(reply.id);
    seat.jobs.delete(reply.id);
    job.settle(reply.type === 'done' ? { output: reply.output } : { error: revive(reply.error) });
    startWaiting();
  }

  function cancel(job: Job, reason: unknown): void {
    const { id, priority } = job.request;
    const waiting = queues[priority].indexOf(job);
    if (waiting >= 0) queues[priority].splice(waiting, 1);
    const seat = seats.find(({ jobs }) => jobs.get(id) === job);
    if (seat) {
      seat.lane?.post({ type: 'cancel', id }, []);
      seat.cancelled.set(
        id,
        setTimeout(() => {
          const error = new Error('the drift worker was replaced: another of its jobs did not stop');
          for (const other of empty(seat)) repeat(other, error);
          startWaiting();
        }, cancelMs),
      );
    }
    job.settle({ error: reason });
  }

  function crash(seat: Seat, cause: unknown): void {
    const error = new Error(`the drift worker crashed: ${messageOf(cause)}`, { cause });
    for (const job of empty(seat)) {
      if (job.hasCrashed) job.settle({ error });
      else {
        job.hasCrashed = true;
        repeat(job, error);
      }
    }
    startWaiting();
  }

  /** Puts a job whose worker is gone at the head of its queue. */
  function repeat(job: Job, error: unknown): void {
    if (job.transfer.length > 0) job.settle({ error }); // its input went with the worker
    else queues[job.request.priority].unshift(job);
  }

  /** Ends the worker and returns the jobs that nobody cancelled. */
  function empty(seat: Seat): Job[] {
    seat.lane?.terminate();
    seat.lane = undefined;
    const live = [...seat.jobs.values()].filter(({ request }) => !seat.cancelled.has(request.id));
    for (const timer of seat.cancelled.values()) clearTimeout(timer);
    seat.cancelled.clear();
    seat.jobs.clear();
    return live;
  }

  return {
    run,
    close() {
      isClosed = true;
      const waiting = Object.values(queues).flatMap((queue) => queue.splice(0));
      const error = new Error('the drift client is closed');
      for (const job of [...waiting, ...seats.flatMap(empty)]) job.settle({ error });
    },
  };
}

/** What a worker keeps from one job to the next: counts, histories and references by their addresses. */
function keyOf({ input }: RunRequest<TaskName>): string | undefined {
  if ('url' in input) return input.url;
  if ('source' in input) return input.source.key;
  if ('referenceUrl' in input) return input.referenceUrl;
  return 'keepAs' in input ? input.keepAs : undefined;
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
