import type { AlertEpisode } from '#contract/alert-transition.ts';
import { formatAge, formatDateTime } from '../../format/time.ts';
import { useNow } from '../../shell/use-now.ts';
import { useZone } from '../../state/preferences.ts';
import styles from './timeline.module.css';

const MOST_SHOWN = 5;

/** How often it fired, how many of those were real, and the latest of them. */
export function EpisodeList({ episodes, current }: { episodes: readonly AlertEpisode[]; current: number }) {
  const zone = useZone();
  const nowMs = useNow(60_000);
  const earlier = episodes.filter(({ episode }) => episode !== current);
  const judged = earlier.filter(({ verdict }) => verdict !== null);
  const real = judged.filter(({ verdict }) => verdict === 'real').length;
  return (
    <section aria-labelledby="earlier">
      <h3 id="earlier">Earlier firings</h3>
      <p>
        {earlier.length === 0
          ? 'It never fired before.'
          : `It fired ${earlier.length === 1 ? 'once' : `${earlier.length} times`} before; ${judged.length === 0 ? 'nobody said whether that was real.' : `${real} of ${judged.length} judged were real.`}`}
      </p>
      {earlier.length > 0 && (
        <ol className={styles.list}>
          {earlier.slice(0, MOST_SHOWN).map(({ episode, from, to, severity, verdict }) => (
            <li key={episode}>
              <time dateTime={from}>{formatDateTime(Date.parse(from), zone)}</time>
              <span>
                {severity}, {formatAge((to === null ? nowMs : Date.parse(to)) - Date.parse(from))}
                {verdict !== null && `, ${verdict}`}
              </span>
            </li>
          ))}
        </ol>
      )}
    </section>
  );
}
