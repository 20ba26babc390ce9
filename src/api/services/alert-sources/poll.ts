import type { StoredAlertSource } from '../../alert-source-store.ts';
import type { Ports } from '../../ports.ts';
import { listPipelines } from '../pipelines/list.ts';
import { applySight } from './apply.ts';
import type { SourceSight } from './decide.ts';
import { mapAlerts } from './map-alert.ts';

type PollPorts = Pick<Ports, 'control' | 'monitoring' | 'log' | 'now'>;

/** Asks the sources that are due, each of them one server only; a slow one keeps no other waiting. */
export async function pollDueSources(ports: PollPorts, onTrouble: (trouble: unknown) => void): Promise<void> {
  const nowMs = await ports.control.currentTime();
  const sources = (await ports.control.listAlertSources()).filter(({ isEnabled }) => isEnabled);
  await Promise.all(
    sources.map(async (source) => {
      const slot = Math.floor(nowMs / (source.everySeconds * 1000));
      try {
        if (await ports.control.claimSourceSlot(source.id, slot)) await pollSource(ports, source, nowMs);
      } catch (trouble) {
        onTrouble(trouble);
      }
    }),
  );
}

async function pollSource(ports: PollPorts, source: StoredAlertSource, nowMs: number): Promise<void> {
  const sight =
    source.settings.kind === 'webhook' ? quietSight(source, nowMs) : await readSource(ports, source);
  await applySight(ports, source, sight);
  if (source.settings.kind === 'webhook') return;
  await ports.control.recordSourceHealth(
    source.id,
    sight.kind === 'error' ? { error: sight.reason } : { seenAt: new Date(nowMs), error: null },
  );
}

async function readSource(ports: PollPorts, source: StoredAlertSource): Promise<SourceSight> {
  try {
    const [told, pipelines] = await Promise.all([ports.monitoring.readAlerts(source), listPipelines(ports)]);
    return { kind: 'seen', alerts: await mapAlerts(source, told, pipelines), isWhole: true };
  } catch (fault) {
    return { kind: 'error', reason: fault instanceof Error ? fault.message : String(fault) };
  }
}

/** A receiver only knows how long it has heard nothing. */
function quietSight({ settings, seenAt, changedAt }: StoredAlertSource, nowMs: number): SourceSight {
  const nothing = { kind: 'seen', alerts: [], isWhole: false } as const;
  if (settings.kind !== 'webhook' || settings.expectEverySeconds === null) return nothing;
  const quietMs = nowMs - Date.parse(seenAt ?? changedAt);
  return quietMs <= settings.expectEverySeconds * 1000
    ? nothing
    : { kind: 'error', reason: `nothing was delivered for ${Math.floor(quietMs / 60_000)} min` };
}
