import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { deploymentQuery } from '../../api/deployments.ts';
import { useObstacle } from '../../api/obstacle.ts';
import { DeploymentDialog } from './deployment-dialog.tsx';
import styles from './rollouts.module.css';

/** Which versions of a plan have an address, and a way to give them one. */
export function EndpointsControl({
  slot,
  versions,
}: {
  slot: { pipeline: string; stage: string };
  versions: readonly string[];
}) {
  const { data: state } = useQuery(deploymentQuery(slot));
  const [isOpen, setOpen] = useState(false);
  const obstacle = useObstacle('putDeployment');
  if (!state) return null;
  const known = state.deployment?.endpoints ?? [];
  const missing = versions.filter((version) => !known.some((one) => one.version === version));
  return (
    <div>
      <button
        type="button"
        disabled={obstacle !== undefined}
        aria-describedby="endpoints"
        onClick={() => setOpen(true)}
      >
        Endpoints …
      </button>{' '}
      <span id="endpoints" className={styles.meta}>
        {obstacle ?? textOf(versions, missing)}
      </span>
      {isOpen && (
        <DeploymentDialog slot={slot} state={state} suggested={versions} onClose={() => setOpen(false)} />
      )}
    </div>
  );
}

function textOf(versions: readonly string[], missing: readonly string[]): string {
  if (versions.length === 0) return '';
  if (missing.length > 0)
    return `Nobody has said yet where ${missing.join(' and ')} ${missing.length === 1 ? 'answers' : 'answer'}.`;
  return 'Both versions have an address.';
}
