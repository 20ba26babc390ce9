import { useConnection } from '../api/connection.ts';
import { formatTimeWithSeconds } from '../format/time.ts';
import { useZone } from '../state/preferences.ts';
import { Banner } from '../ui/banner.tsx';
import { useNow } from './use-now.ts';

/** Says that the server does not answer, how old the page is, and when it asks again. */
export function ConnectionBanner() {
  const connection = useConnection();
  const zone = useZone();
  if (connection.state === 'up') return null;

  const { lastAnswerMs, retryMs, isRetrying, retryNow } = connection;
  return (
    <Banner
      severity="warning"
      action={
        <button type="button" onClick={retryNow} disabled={isRetrying}>
          Retry now
        </button>
      }
    >
      The server does not answer.{' '}
      {lastAnswerMs === undefined
        ? 'It has not answered since this page was opened.'
        : `Showing data of ${formatTimeWithSeconds(lastAnswerMs, zone)}.`}{' '}
      {isRetrying ? 'Asking again …' : retryMs !== undefined && <Countdown untilMs={retryMs} />}
    </Banner>
  );
}

/** Counted for the eye only: read aloud every second it would drown everything else. */
function Countdown({ untilMs }: { untilMs: number }) {
  const seconds = Math.max(0, Math.ceil((untilMs - useNow()) / 1000));
  return <span aria-hidden="true">Retry in {seconds} s.</span>;
}
