import type { Ports } from '../../ports.ts';
import { reconcileRollout } from './reconcile-rollout.ts';

/** Whoever holds it moves rollouts, and nobody else. */
export const RECONCILER_LEASE = 'rollouts';
const LEASE_MS = 15_000;
const MOST_OPEN = 500;

/** One turn of every rollout that has not ended, by the one server that holds the lease; one that fails holds up no other. */
export async function reconcileOpenRollouts(
  ports: Ports,
  {
    holder,
    signal,
    onTrouble,
  }: { holder: string; signal: AbortSignal; onTrouble: (trouble: unknown) => void },
): Promise<void> {
  const renewLease = () => ports.control.takeLease(RECONCILER_LEASE, holder, LEASE_MS);
  const open = await ports.control.listRollouts({ isOpen: true }, MOST_OPEN);
  // The oldest first: what waits for a slot sees it free in the same pass.
  for (const { rollout } of open.reverse()) {
    if (rollout.phase === 'draft') continue;
    if (signal.aborted || (await renewLease()) === undefined) return;
    try {
      await reconcileRollout(ports, rollout.id, { renewLease, onTrouble });
    } catch (trouble) {
      onTrouble(trouble);
    }
  }
}
