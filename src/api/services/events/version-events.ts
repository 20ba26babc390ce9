import type { PipelineEvent } from '#contract/event.ts';
import type { Pipeline } from '#contract/pipeline.ts';
import type { Ports } from '../../ports.ts';
import type { VersionSlot, Window } from '../../prediction-log.ts';

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;
const SLOTS = 360;
/** A version seen in the month before the window is not new in it. */
const BEFORE_MS = 30 * DAY_MS;

/** Versions that appeared in the window, and those that came to answer most requests in it. */
export async function versionEvents(
  { log }: Ports,
  { name, stages }: Pick<Pipeline, 'name' | 'stages'>,
  { fromMs, toMs }: Window,
): Promise<PipelineEvent[]> {
  const stepMs = Math.max(1, Math.ceil((toMs - fromMs) / SLOTS / MINUTE_MS)) * MINUTE_MS;
  const startMs = Math.floor(fromMs / MINUTE_MS) * MINUTE_MS;
  const [before, slots] = await Promise.all([
    log.versionSlots(name, { fromMs: startMs - BEFORE_MS, toMs: startMs }, DAY_MS),
    log.versionSlots(name, { fromMs: startMs, toMs }, stepMs),
  ]);
  const isOf = (stage: string) => (slot: VersionSlot) => slot.stage === stage;
  return stages.flatMap(({ name: stage }) => {
    const known = new Set(before.filter(isOf(stage)).map(({ version }) => version));
    return stageEvents(name, stage, slots.filter(isOf(stage)), known);
  });
}

/** The versions of a stage's first slot are no news. */
function stageEvents(
  pipeline: string,
  stage: string,
  slots: VersionSlot[],
  known: ReadonlySet<string>,
): PipelineEvent[] {
  const bySlot = Map.groupBy(slots, ({ slotMs }) => slotMs);
  const events: PipelineEvent[] = [];
  const seen = new Set(known);
  let leader: string | undefined;
  for (const slotMs of [...bySlot.keys()].sort((a, b) => a - b)) {
    const versions = bySlot.get(slotMs) ?? [];
    const isFirst = leader === undefined;
    const total = versions.reduce((sum, { rows }) => sum + rows, 0);
    const event = { time: new Date(slotMs).toISOString(), pipeline, stage };
    for (const { version, rows } of versions.toSorted((a, b) => b.rows - a.rows)) {
      const isNew = !seen.has(version) && (!isFirst || known.size > 0);
      seen.add(version);
      if (isNew) {
        events.push({ ...event, kind: 'versionFirstSeen', version, text: `${stage} ${version} first seen` });
      }
      if (rows / total > 0.5 && version !== leader) {
        if (!isFirst) {
          events.push({
            ...event,
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
