import { muteOf, type MuteScene } from '#control/alert/mute.ts';
import type { StoredAlertSource } from '../../alert-source-store.ts';
import type { StoredAlert } from '../../alert-store.ts';
import { unavailable } from '../../errors.ts';
import type { Ports } from '../../ports.ts';
import { sceneOf } from '../evaluation/scene.ts';
import { decideSource, type SourceSight } from './decide.ts';

/** A person or the clock may write an alert in between: what is decided is decided anew. */
const TRIES = 5;

/** Writes what one look at a source makes of its alerts, all of it or nothing. */
export async function applySight(
  ports: Pick<Ports, 'control'>,
  source: StoredAlertSource,
  sight: SourceSight,
): Promise<void> {
  const { control } = ports;
  for (let tries = 1; tries <= TRIES; tries++) {
    const [nowMs, stored] = await Promise.all([
      control.currentTime(),
      control.listAlerts({ ruleId: source.id }),
    ]);
    const scenes = await scenesOf(ports, source, sight, stored, nowMs);
    const mute = (alert: StoredAlert) => {
      const scene = scenes.get(alert.pipeline);
      return scene ? muteOf(alert, scene, nowMs) : null;
    };
    const changes = decideSource(source, sight, stored, mute, nowMs);
    if (changes.length === 0 || (await control.writeAlerts(changes))) return;
  }
  throw unavailable('alerts of the source change faster than they can be written; it is tried again');
}

async function scenesOf(
  ports: Pick<Ports, 'control'>,
  { pipeline }: StoredAlertSource,
  sight: SourceSight,
  stored: readonly StoredAlert[],
  nowMs: number,
): Promise<Map<string, MuteScene>> {
  const seen = sight.kind === 'seen' ? sight.alerts.map(({ subject }) => subject) : [];
  const names = new Set([pipeline, ...[...stored, ...seen].map((alert) => alert.pipeline)]);
  const scenes = await Promise.all(
    [...names].map(async (name) => [name, await sceneOf(ports, name, nowMs)] as const),
  );
  return new Map(scenes);
}
