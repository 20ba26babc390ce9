import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { Freeze } from '#contract/rollout-freeze.ts';
import { useObstacle } from '../../api/obstacle.ts';
import { usePersonNames } from '../../api/person-names.ts';
import { endFreezeMutation, freezesQuery } from '../../api/rollout-freezes.ts';
import { formatRange } from '../../format/time.ts';
import { reasonOf } from '../../shell/boundary.tsx';
import { useNow } from '../../shell/use-now.ts';
import { useZone } from '../../state/preferences.ts';
import { FreezeDialog } from './freeze-dialog.tsx';
import styles from './freezes.module.css';

/** Times in which nothing goes forward, in force or ahead. */
export function Freezes() {
  const { data: freezes = [] } = useQuery(freezesQuery());
  const [isOpen, setOpen] = useState(false);
  const obstacle = useObstacle('createFreeze');
  return (
    <section aria-labelledby="freezes" className={styles.freezes}>
      <h2 id="freezes">Freezes</h2>
      {freezes.length === 0 ? (
        <p className={styles.meta}>None is in force or ahead.</p>
      ) : (
        <ul aria-label="Freezes">
          {freezes.map((freeze) => (
            <FreezeLine key={freeze.id} freeze={freeze} />
          ))}
        </ul>
      )}
      <button
        type="button"
        disabled={obstacle !== undefined}
        aria-describedby={obstacle === undefined ? undefined : 'why-no-freeze'}
        onClick={() => setOpen(true)}
      >
        Freeze rollouts …
      </button>{' '}
      {obstacle !== undefined && (
        <span id="why-no-freeze" className={styles.meta}>
          {obstacle}
        </span>
      )}
      {isOpen && <FreezeDialog onClose={() => setOpen(false)} />}
    </section>
  );
}

function FreezeLine({ freeze }: { freeze: Freeze }) {
  const nowMs = useNow();
  const zone = useZone();
  const nameOf = usePersonNames();
  const client = useQueryClient();
  const end = useMutation(endFreezeMutation(client));
  const obstacle = useObstacle('endFreeze');
  const isAhead = Date.parse(freeze.from) > nowMs;
  return (
    <li>
      <strong>{placeOf(freeze)}</strong>,{' '}
      {formatRange(Date.parse(freeze.from), Date.parse(freeze.until), zone, nowMs)}
      {isAhead ? ', ahead' : ', in force'}: {freeze.reason}{' '}
      <span className={styles.meta}>{nameOf(freeze.createdBy)}</span>{' '}
      {obstacle === undefined && (
        <button type="button" disabled={end.isPending} onClick={() => end.mutate(freeze.id)}>
          {isAhead ? 'Call it off' : 'End it now'}
        </button>
      )}
      {end.isError && <span role="alert">It did not end: {reasonOf(end.error)}</span>}
    </li>
  );
}

function placeOf({ pipeline, stage }: Freeze): string {
  if (pipeline === null) return 'All pipelines';
  return stage === null ? pipeline : `${pipeline} / ${stage}`;
}
