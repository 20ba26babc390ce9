import { Link } from 'wouter';
import { formatDuration } from '../format/number.ts';
import { formatAgo } from '../format/time.ts';
import { forgetEndedJobs, type Job, useJobs } from '../state/jobs.ts';
import { Dialog } from '../ui/dialog.tsx';
import { Glyph } from '../ui/glyph.tsx';
import { LongName } from '../ui/long-name.tsx';
import styles from './job-list.module.css';
import { useNow } from './use-now.ts';

/** Long work that runs or has ended, whichever page it was begun on. */
export function JobList({ isOpen, onClose }: { isOpen: boolean; onClose: () => void }) {
  return (
    <Dialog title="Jobs" isOpen={isOpen} onClose={onClose}>
      <Jobs onLeave={onClose} />
    </Dialog>
  );
}

function Jobs({ onLeave }: { onLeave: () => void }) {
  const jobs = useJobs();
  if (jobs.length === 0) {
    return (
      <p>
        No long work has been begun on this page. Files that are read, rows that are sent, references and
        reports are listed here while they are made.
      </p>
    );
  }
  return (
    <>
      <ul className={styles.list} aria-label="Jobs">
        {jobs.map((job) => (
          <li key={job.id} className={styles.job}>
            <span className={styles.title}>
              {job.path === undefined ? (
                <LongName name={job.title} most={60} />
              ) : (
                <Link href={job.path} onClick={onLeave}>
                  <LongName name={job.title} most={60} />
                </Link>
              )}
            </span>
            <JobState job={job} />
          </li>
        ))}
      </ul>
      {jobs.some(({ state }) => state !== 'running') && (
        <button type="button" onClick={forgetEndedJobs}>
          Forget what has ended
        </button>
      )}
      <p className={styles.note}>They go on while you look at other pages, until this tab is closed.</p>
    </>
  );
}

function JobState({ job }: { job: Job }) {
  const nowMs = useNow();
  if (job.state === 'running') {
    const { progress, cancel } = job;
    return (
      <div className={styles.line}>
        <progress
          aria-label={`Progress of ${job.title}`}
          {...(progress && { value: progress.done, max: Math.max(1, progress.total) })}
        />
        <span className={styles.meta}>
          {progress ? `${progress.text}${leftText(job.startedMs, nowMs, progress)}` : 'running'}
        </span>
        {cancel && (
          <button type="button" aria-label={`Cancel ${job.title}`} onClick={cancel}>
            Cancel
          </button>
        )}
      </div>
    );
  }
  const took = formatDuration(job.endedMs - job.startedMs);
  const ago = formatAgo(job.endedMs, nowMs);
  return (
    <p className={styles.meta}>
      {job.state === 'failed' && (
        <>
          <Glyph name="warning" /> Failed after {took}, {ago}: {job.reason}
        </>
      )}
      {job.state === 'cancelled' && `Cancelled after ${took}, ${ago}`}
      {job.state === 'done' && `Done in ${took}, ${ago}`}
    </p>
  );
}

function leftText(
  startedMs: number,
  nowMs: number,
  { done, total }: { done: number; total: number },
): string {
  const elapsedMs = nowMs - startedMs;
  if (done <= 0 || elapsedMs < 1_000 || done >= total) return '';
  return `, ${formatDuration((elapsedMs * (total - done)) / done)} left`;
}
