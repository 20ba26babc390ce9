import { reasonOf } from '../../shell/boundary.tsx';
import styles from './correlation-page.module.css';
import type { LeadLag } from '#workers/tasks/series-tasks.ts';
import type { TaskRun } from '../../api/use-task-run.ts';

/** What the worker is doing, how to stop it, and what went wrong. */
export function LeadLagStatus({ run }: { run: TaskRun<LeadLag> }) {
  const { data, error, isRunning, isPlaceholder, progress } = run;
  const isSilent = isRunning && data && !isPlaceholder; // a poll of what is on the screen already
  return (
    <>
      <div role="status">
        {isRunning && !isSilent && (
          <div className={styles.running} data-first={!data || undefined}>
            <progress
              aria-label="Progress of the correlation"
              {...(progress?.share !== undefined && { value: progress.share })}
            />
            <span>{progress?.doing === 'correlating' ? 'Correlating …' : 'Fetching the series …'}</span>
            <button type="button" onClick={run.cancel}>
              Cancel
            </button>
          </div>
        )}
        {!isRunning && !data && !error && (
          <p className={styles.running}>
            Cancelled before there was a result.
            <button type="button" onClick={run.runAgain}>
              Run again
            </button>
          </p>
        )}
      </div>
      {error && !isRunning && (
        <p role="alert" className={styles.running}>
          {data
            ? 'What is shown is of an earlier look; this one failed'
            : 'The series could not be correlated'}
          : {reasonOf(error)}
          <button type="button" onClick={run.runAgain}>
            Retry
          </button>
        </p>
      )}
    </>
  );
}
