import { isOpen } from '#control/alert/alert-state.ts';
import { muteOf } from '#control/alert/mute.ts';
import { unchanged } from '#control/alert/step.ts';
import { tick } from '#control/alert/tick.ts';
import type { StoredAlert } from '../../alert-store.ts';
import type { Ports } from '../../ports.ts';
import { sceneOf } from '../evaluation/scene.ts';

/**
 * What time alone does to the open alerts: leases and snoozes end, silences begin and end, what nobody has taken pages
 * again. An alert that was written meanwhile is left to the next tick.
 */
export async function tickAlerts(ports: Ports): Promise<void> {
  const nowMs = await ports.control.currentTime();
  const open = (await ports.control.listAlerts({ openSinceMs: nowMs })).filter(({ state }) => isOpen(state));
  for (const [pipeline, alerts] of Map.groupBy(open, ({ pipeline }) => pipeline))
    await tickPipeline(ports, pipeline, alerts, nowMs);
}

/** The earliest first: whether a later one is an echo depends on what became of it. */
async function tickPipeline(
  ports: Ports,
  pipeline: string,
  open: readonly StoredAlert[],
  nowMs: number,
): Promise<void> {
  const scene = await sceneOf(ports, pipeline, nowMs);
  const alerts = new Map(scene.alerts.map((alert) => [alert.id, alert]));
  const earliestFirst = open.toSorted((a, b) => (a.state.firedMs ?? 0) - (b.state.firedMs ?? 0));
  for (const alert of earliestFirst) {
    const mute = muteOf(alert, { ...scene, alerts: [...alerts.values()] }, nowMs);
    const { state, transitions, messages } = tick(unchanged(alert.state), { atMs: nowMs, mute });
    if (transitions.length === 0 && messages.length === 0) continue;
    const change = { alert: { ...alert, state }, transitions, messages };
    if (await ports.control.writeAlerts([change])) alerts.set(alert.id, change.alert);
  }
}
