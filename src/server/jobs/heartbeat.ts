import type { Ports } from '#api/ports.ts';
import { evaluationHealth } from '#api/services/evaluation/health.ts';
import { sendRequest } from '../outbound/send-request.ts';
import { createTargetGuard } from '../outbound/target-guard.ts';
import { runUntilStopped, type Job } from './run-until-stopped.ts';

const BEAT_MS = 60_000;
const TIMEOUT_MS = 10_000;
const everywhere = createTargetGuard(['0.0.0.0/0', '::/0']);

/**
 * Calls an address outside every minute, as long as rules are evaluated and messages are sent, whether or not they arrive. A check there that hears
 * nothing for some minutes tells people, for we no longer can. The operator chose the address, so it may be anywhere.
 */
export function startHeartbeat(
  ports: Pick<Ports, 'control'>,
  { url, isDelivering, beatMs = BEAT_MS }: { url: string; isDelivering: () => boolean; beatMs?: number },
  onTrouble: (trouble: unknown) => void,
): Job {
  async function beat(): Promise<void> {
    const { state } = await evaluationHealth(ports);
    if (state === 'behind' || !isDelivering()) return;
    const { status } = await sendRequest(everywhere, {
      url,
      method: 'GET',
      headers: { 'user-agent': 'Anchorwatch' },
      timeoutMs: TIMEOUT_MS,
    });
    if (status >= 300) throw new Error(`the heartbeat was answered ${status}`);
  }

  return runUntilStopped(beat, { pauseMs: beatMs, troublePauseMs: beatMs, onTrouble });
}
