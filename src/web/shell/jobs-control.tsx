import { useJobs } from '../state/jobs.ts';

/** The way to the list of long work; there once there is any. */
export function JobsControl({ onOpen }: { onOpen: () => void }) {
  const jobs = useJobs();
  if (jobs.length === 0) return null;
  const running = jobs.filter(({ state }) => state === 'running').length;
  return (
    <button type="button" aria-haspopup="dialog" onClick={onOpen}>
      Jobs {running > 0 && running}{' '}
      <span className="visually-hidden">{running > 0 ? 'running' : 'that have ended'}</span>
    </button>
  );
}
