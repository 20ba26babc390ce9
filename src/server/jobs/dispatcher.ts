import { setTimeout as delay } from 'node:timers/promises';
import type { Ports } from '#api/ports.ts';
import { dispatchDue, LEASE_MS } from '#api/services/deliveries/dispatch.ts';
import { refreshReceivers } from '#api/services/deliveries/refresh.ts';
import { runUntilStopped, type Job } from './run-until-stopped.ts';

const PAUSE_MS = 1_000;
const REFRESH_MS = 60_000;
/** Longer without a pass that succeeded, and nothing is sent. */
const STUCK_MS = 2 * 60_000;
const HOUR_MS = 3_600_000;
const KEPT_MS = 90 * 24 * HOUR_MS;
/** What takes longer when the server stops is sent again after the next start. */
const STOP_MS = 3_000;

export interface Dispatcher extends Job {
  /** Whether a pass has succeeded of late. */
  isDelivering(): boolean;
  /** Resolves when the deliveries that are under way have ended, too, or soon. */
  stop(): Promise<void>;
}

/** Sends what was decided, for as long as the server runs; several servers share the work by leases. */
export function startDispatcher(
  ports: Pick<Ports, 'control' | 'notifier' | 'secrets'>,
  onTrouble: (trouble: unknown) => void,
  { pauseMs = PAUSE_MS, leaseMs = LEASE_MS }: { pauseMs?: number; leaseMs?: number } = {},
): Dispatcher {
  const underWay = new Map<string, number>();
  const deliveries = new Set<Promise<void>>();
  let nextRefreshMs = 0;
  let lastPassMs = 0;
  let nextForgettingMs = 0;

  async function pass(): Promise<void> {
    for (const started of await dispatchDue(ports, underWay, leaseMs)) {
      // What cannot be written down now is anybody's again when its lease ends.
      const ended = started.catch(onTrouble).finally(() => deliveries.delete(ended));
      deliveries.add(ended);
    }
    if (Date.now() >= nextForgettingMs) {
      nextForgettingMs = Date.now() + HOUR_MS;
      await ports.control.forgetDeliveries((await ports.control.currentTime()) - KEPT_MS);
    }
    if (Date.now() >= nextRefreshMs) {
      nextRefreshMs = Date.now() + REFRESH_MS;
      for (const fault of await refreshReceivers(ports))
        onTrouble(new Error(`repeating open alerts: ${fault}`));
    }
    lastPassMs = Date.now();
  }

  const job = runUntilStopped(pass, { pauseMs, onTrouble });
  return {
    isDelivering: () => Date.now() - lastPassMs < STUCK_MS,
    async stop() {
      await job.stop();
      await Promise.race([Promise.all(deliveries), delay(STOP_MS, undefined, { ref: false })]);
    },
  };
}
