import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { Silence } from '#contract/silence.ts';
import { useObstacle } from '../../api/obstacle.ts';
import { usePersonNames } from '../../api/person-names.ts';
import { sessionQuery } from '../../api/session.ts';
import { approveSilenceMutation, expireSilenceMutation, silencesQuery } from '../../api/silences.ts';
import { formatAge, formatAgo } from '../../format/time.ts';
import { reasonOf } from '../../shell/boundary.tsx';
import { useNow } from '../../shell/use-now.ts';
import { matcherText } from './matcher-text.ts';
import styles from './silence-list.module.css';

/** What is held back, or waits for a second person to agree: why, by whom and for how long. */
export function SilenceList() {
  const { data: silences } = useQuery(silencesQuery());
  if (silences === undefined || silences.length === 0) return null;
  return (
    <section aria-labelledby="silences" className={styles.silences}>
      <h3 id="silences">Silences</h3>
      <ul>
        {silences.map((silence) => (
          <SilenceRow key={silence.id} silence={silence} />
        ))}
      </ul>
    </section>
  );
}

function SilenceRow({ silence }: { silence: Silence }) {
  const nowMs = useNow();
  const nameOf = usePersonNames();
  const obstacle = useObstacle('expireSilence');
  const expire = useMutation(expireSilenceMutation(useQueryClient()));
  const { id, matchers, reason, until, createdBy, expiredBy, approval } = silence;
  const leftMs = Date.parse(until) - nowMs;
  const isWaiting = approval !== undefined && approval.by === undefined;
  return (
    <li>
      <span>{matchers.map(matcherText).join(', ')}</span>
      <span className={styles.reason}>
        {reason}, {nameOf(createdBy)};{' '}
        {leftMs > 0
          ? `${formatAge(leftMs)} more`
          : `ended ${formatAgo(Date.parse(until), nowMs)}${expiredBy === undefined ? '' : ` by ${nameOf(expiredBy)}`}`}
        {approval?.by !== undefined && `; approved by ${nameOf(approval.by)}`}
      </span>
      {leftMs > 0 && isWaiting && <Approval silence={silence} reasons={approval.reasons} />}
      {leftMs > 0 && (
        <button
          type="button"
          disabled={expire.isPending || obstacle !== undefined}
          title={obstacle}
          onClick={() => expire.mutate(id)}
        >
          {isWaiting ? 'Take it back' : 'End it'}
        </button>
      )}
      {expire.error && <p role="alert">It goes on: {reasonOf(expire.error)}</p>}
    </li>
  );
}

function Approval({ silence: { id, createdBy }, reasons }: { silence: Silence; reasons: readonly string[] }) {
  const { data: session } = useQuery(sessionQuery());
  const roleObstacle = useObstacle('approveSilence');
  const approve = useMutation(approveSilenceMutation(useQueryClient()));
  const isOwn = session?.person?.id === createdBy;
  const obstacle = isOwn ? 'You asked for it: somebody else has to agree.' : roleObstacle;
  return (
    <>
      <span className={styles.reason}>
        It does nothing yet: it waits for an approver, because {reasons.join(', and ')}.{' '}
        {obstacle !== undefined && obstacle}
      </span>
      <button
        type="button"
        data-kind="primary"
        disabled={approve.isPending || obstacle !== undefined}
        onClick={() => approve.mutate(id)}
      >
        Approve
      </button>
      {approve.error && <p role="alert">It still waits: {reasonOf(approve.error)}</p>}
    </>
  );
}
