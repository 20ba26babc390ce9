import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { usePersonNames } from '../../api/person-names.ts';
import { expireSilenceMutation, silencesQuery } from '../../api/silences.ts';
import { formatAge, formatAgo } from '../../format/time.ts';
import { reasonOf } from '../../shell/boundary.tsx';
import { useNow } from '../../shell/use-now.ts';
import { matcherText } from './matcher-text.ts';
import styles from './silence-list.module.css';

/** What is held back, why, by whom and for how long; each can be ended before its time. */
export function SilenceList() {
  const nowMs = useNow();
  const nameOf = usePersonNames();
  const { data: silences } = useQuery(silencesQuery());
  const expire = useMutation(expireSilenceMutation(useQueryClient()));
  if (silences === undefined || silences.length === 0) return null;
  return (
    <section aria-labelledby="silences" className={styles.silences}>
      <h3 id="silences">Silences</h3>
      <ul>
        {silences.map(({ id, matchers, reason, until, createdBy, expiredBy }) => {
          const leftMs = Date.parse(until) - nowMs;
          return (
            <li key={id}>
              <span>{matchers.map(matcherText).join(', ')}</span>
              <span className={styles.reason}>
                {reason}, {nameOf(createdBy)};{' '}
                {leftMs > 0
                  ? `${formatAge(leftMs)} more`
                  : `ended ${formatAgo(Date.parse(until), nowMs)}${expiredBy === undefined ? '' : ` by ${nameOf(expiredBy)}`}`}
              </span>
              {leftMs > 0 && (
                <button type="button" disabled={expire.isPending} onClick={() => expire.mutate(id)}>
                  End it
                </button>
              )}
            </li>
          );
        })}
      </ul>
      {expire.error && <p role="alert">It goes on: {reasonOf(expire.error)}</p>}
    </section>
  );
}
