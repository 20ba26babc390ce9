import type { MuteScene } from '#control/alert/mute.ts';
import type { AlertChange } from '../../alert-store.ts';
import type { Ports } from '../../ports.ts';

const MINUTE_MS = 60_000;
/** An echo may come so long after what it echoes has ended. */
const ENDED_MS = 30 * MINUTE_MS;
/** Slots that are made up for lie back: silences of their time count, too. */
const SILENCES_MS = 24 * 60 * MINUTE_MS;

/** What may keep messages of a pipeline's alerts back. */
export async function sceneOf(
  { control }: Pick<Ports, 'control'>,
  pipeline: string,
  nowMs: number,
): Promise<MuteScene> {
  const [silences, alerts, stored] = await Promise.all([
    control.listSilences(nowMs - SILENCES_MS),
    control.listAlerts({ pipeline, openSinceMs: nowMs - ENDED_MS }),
    control.findPipeline(pipeline),
  ]);
  return { silences, alerts, edges: stored?.definition.edges ?? [] };
}

/** The scene after a turn. */
export function withChanges(scene: MuteScene, changes: readonly AlertChange[]): MuteScene {
  const changed = new Map(changes.map(({ alert }) => [alert.id, alert]));
  return { ...scene, alerts: [...scene.alerts.filter(({ id }) => !changed.has(id)), ...changed.values()] };
}
