import type { TaskProgress } from '#workers/protocol.ts';
import { reasonOf } from './boundary.tsx';
import styles from './task-status.module.css';
import type { TaskRun } from '../api/use-task-run.ts';

const doingTexts: Record<TaskProgress['doing'], string> = {
  fetching: 'Fetching the rows …',
  calibrating: 'Trying the budget on the reference’s own time …',
  scoring: 'Scoring …',
  testing: 'Sorting and testing …',
  searching: 'Searching …',
  correlating: 'Correlating …',
  replaying: 'Rehearsing …',
};

/** How a long task is getting on, and the way to stop it, or to run it again once it was stopped or has failed. */
export function TaskStatus({
  run,
  what,
  act,
}: {
  run: TaskRun<unknown>;
  /** "the tests" */
  what: string;
  /** What the button says: "Run the tests". */
  act: string;
}) {
  const { data, error, isRunning, progress, cancel, runAgain } = run;
  return (
    <>
      <div role="status">
        {isRunning && (
          <div className={styles.running}>
            <progress
              aria-label={`Progress of ${what}`}
              {...(progress?.share !== undefined && { value: progress.share })}
            />
            <span>{doingTexts[progress?.doing ?? 'fetching']}</span>
            <button type="button" onClick={cancel}>
              Cancel
            </button>
          </div>
        )}
        {!isRunning && data === undefined && !error && (
          <p className={styles.line}>
            Cancelled before there was a result.{' '}
            <button type="button" onClick={runAgain}>
              {act}
            </button>
          </p>
        )}
      </div>
      {error && !isRunning && (
        <p role="alert" className={styles.line}>
          {what.charAt(0).toUpperCase() + what.slice(1)} could not be run: {reasonOf(error)}{' '}
          <button type="button" onClick={runAgain}>
            Retry
          </button>
        </p>
      )}
    </>
  );
}
