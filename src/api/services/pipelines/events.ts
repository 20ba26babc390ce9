import type { PipelineEvent } from '#contract/pipeline.ts';
import type { Ports, VersionSlot, Window } from '../../ports.ts';
import { getPipeline } from './find.ts';

const MINUTE_MS = 60_000;
const SLOTS = 360;

/** Versions that appeared in the window, and those that came to answer most requests in it. */
export async function pipelineEvents(
  ports: Ports,
  { name, fromMs, toMs }: Window & { name: string },
): Promise<PipelineEvent[]> {
  const pipeline = await getPipeline(ports, name);
  const stepMs = Math.max(1, Math.ceil((toMs - fromMs) / SLOTS / MINUTE_MS)) * MINUTE_MS;
  const slots = await ports.log.versionSlots(name, { fromMs, toMs }, stepMs);
  return pipeline.stages
    .flatMap(({ name: stage }) =>
      stageEvents(
        stage,
        slots.filter((slot) => slot.stage === stage),
      ),
    )
    .sort((a, b) => Date.parse(a.time) - Date.parse(b.time));
}

function stageEvents(stage: string, slots: VersionSlot[]): PipelineEvent[] {
  const bySlot = Map.groupBy(slots, ({ slotMs }) => slotMs);
  const events: PipelineEvent[] = [];
  const seen = new Set<string>();
  let leader: string | undefined;
  for (const slotMs of [...bySlot.keys()].sort((a, b) => a - b)) {
    const versions = bySlot.get(slotMs) ?? [];
    const isFirst = leader === undefined;
    const total = versions.reduce((sum, { rows }) => sum + rows, 0);
    const time = new Date(slotMs).toISOString();
    for (const { version, rows } of versions.toSorted((a, b) => b.rows - a.rows)) {
      if (!isFirst && !seen.has(version)) {
        events.push({
          time,
          stage,
          kind: 'versionFirstSeen',
          version,
          text: `${stage} ${version} first seen`,
        });
      }
      seen.add(version);
      if (rows / total > 0.5 && version !== leader) {
        if (!isFirst) {
          events.push({
            time,
            stage,
            kind: 'versionTookOver',
            version,
            text: `${stage} ${version} took over from ${leader}`,
          });
        }
        leader = version;
      }
    }
    leader ??= versions[0]?.version;
  }
  return events;
}
