/** At a processor four times slower a frame still has room for the rest of its work. */
const BUDGET_MS = 4;

/** Tells whether it has set off more work, such as a render, which fills its frame. */
type Job = () => boolean;

const jobs = new Map<object, Job>();
let request: number | undefined;

/**
 * Runs `job` in one of the next frames, in the order of asking: so many a frame as fit a few milliseconds, but at least
 * one. A later job for the same `owner` takes the place of the one that waits.
 */
export function runInFrame(owner: object, job: Job): void {
  jobs.set(owner, job);
  request ??= requestAnimationFrame(runJobs);
}

/** What waits for this owner is not run. */
export function dropFromFrames(owner: object): void {
  jobs.delete(owner);
}

function runJobs(): void {
  const endMs = performance.now() + BUDGET_MS;
  request = undefined;
  try {
    for (const [owner, job] of jobs) {
      jobs.delete(owner);
      if (job() || performance.now() >= endMs) break;
    }
  } finally {
    if (jobs.size > 0) request = requestAnimationFrame(runJobs);
  }
}
