import { isOpen } from '#control/alert/alert-state.ts';
import { dueAt } from '#control/alert/due.ts';
import { muteOf } from '#control/alert/mute.ts';
import { unchanged } from '#control/alert/step.ts';
import { tick } from '#control/alert/tick.ts';
import type { AlertChange, AlertSelection, StoredAlert } from '../../alert-store.ts';
import type { Ports } from '../../ports.ts';
import { sceneOf } from '../evaluation/scene.ts';

/** Written in one transaction. */
const BATCH = 200;

/** Those that time alone may have changed; `all` once somebody made or ended a silence; those of pipelines where something fired or ended. */
type TickedAlerts = 'due' | 'all' | ReadonlySet<string>;

/**
 * What time alone does to open alerts: leases and snoozes end, silences end, what nobody has taken pages again. An alert
 * that was written meanwhile is left to the next tick.
 */
export async function tickAlerts(ports: Ports, which: TickedAlerts = 'due'): Promise<void> {
  const nowMs = await ports.control.currentTime();
  const found = await Promise.all(
    selectionsOf(which, nowMs).map((selection) => ports.control.listAlerts(selection)),
  );
  const open = found.flat().filter(({ state }) => isOpen(state));
  for (const [pipeline, alerts] of Map.groupBy(open, ({ pipeline }) => pipeline))
    await tickPipeline(ports, pipeline, alerts, nowMs);
}

function selectionsOf(which: TickedAlerts, nowMs: number): AlertSelection[] {
  if (which === 'due') return [{ dueMs: nowMs }];
  if (which === 'all') return [{ openSinceMs: nowMs }];
  return [...which].map((pipeline) => ({ pipeline, openSinceMs: nowMs }));
}

/** The earliest first: whether a later one is an echo depends on what became of it. */
async function tickPipeline(
  ports: Ports,
  pipeline: string,
  open: readonly StoredAlert[],
  nowMs: number,
): Promise<void> {
  const scene = await sceneOf(ports, pipeline, nowMs);
  const alerts = [...scene.alerts];
  const places = new Map(alerts.map(({ id }, place) => [id, place]));
  const earliestFirst = open.toSorted((a, b) => (a.state.firedMs ?? 0) - (b.state.firedMs ?? 0));
  const changes: AlertChange[] = [];
  const quiet: StoredAlert[] = [];
  for (const alert of earliestFirst) {
    const mute = muteOf(alert, { ...scene, alerts }, nowMs);
    const { state, transitions, messages } = tick(unchanged(alert.state), { atMs: nowMs, mute });
    const changed = { ...alert, state };
    const place = places.get(alert.id);
    if (place !== undefined) alerts[place] = changed;
    if (transitions.length > 0 || messages.length > 0)
      changes.push({ alert: changed, transitions, messages });
    else quiet.push(changed);
  }
  for (let start = 0; start < changes.length; start += BATCH)
    await writeBatch(ports, changes.slice(start, start + BATCH));
  await postpone(ports, quiet, nowMs);
}

async function writeBatch({ control }: Ports, batch: readonly AlertChange[]): Promise<void> {
  if (await control.writeAlerts(batch)) return;
  for (const change of batch) await control.writeAlerts([change]);
}

/** An echo that is still one is looked at again a minute later. */
async function postpone({ control }: Ports, quiet: readonly StoredAlert[], nowMs: number): Promise<void> {
  for (const [dueMs, alerts] of Map.groupBy(quiet, ({ state }) => dueAt(state))) {
    if (dueMs === null || dueMs <= nowMs) continue;
    await control.postponeAlerts(
      alerts.map(({ id }) => id),
      dueMs,
    );
  }
}
