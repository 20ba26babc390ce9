import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { Rollout } from '#contract/rollout.ts';
import { useObstacle } from '../../api/obstacle.ts';
import { undoMutation } from '../../api/rollouts.ts';
import { reasonOf } from '../../shell/boundary.tsx';
import { rolloutPath } from '../../url/links.ts';
import { useAddress, useView } from '../../url/use-view.ts';
import styles from './rollout-actions.module.css';

/** After success: back to the version that was there before, at once, by a rollout of its own. */
export function UndoButton({ rollout }: { rollout: Rollout }) {
  const client = useQueryClient();
  const { navigate } = useAddress();
  const { view } = useView();
  const obstacle = useObstacle('undoRollout');
  const undo = useMutation(undoMutation(client));
  const leave = { onSuccess: ({ id }: Rollout) => navigate(rolloutPath(id, view)) };
  return (
    <div className={styles.actions} role="group" aria-label="What to do">
      <span className={styles.act}>
        <button
          type="button"
          data-kind="danger"
          className={styles.brake}
          disabled={undo.isPending || obstacle !== undefined}
          aria-describedby={obstacle === undefined ? undefined : 'why-no-undo'}
          onClick={() => undo.mutate(rollout.id, leave)}
        >
          Roll back to {rollout.stable.version}
        </button>
        {obstacle !== undefined && (
          <span id="why-no-undo" className={styles.why}>
            {obstacle}
          </span>
        )}
        {undo.isError && <span role="alert">{reasonOf(undo.error)}</span>}
      </span>
    </div>
  );
}
