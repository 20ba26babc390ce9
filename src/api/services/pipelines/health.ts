import type { Health } from '#contract/health.ts';
import type { Ports } from '../../ports.ts';
import type { StageSlot } from '../../prediction-log.ts';
import { getPipeline } from './find.ts';
import type { KnownWindow } from './overview.ts';

/** The headline figures of each stage by slot. */
export async function health(
  ports: Ports,
  { pipeline: name, stepMs, knownAtMs, ...window }: KnownWindow & { pipeline: string; stepMs: number },
): Promise<Health> {
  const pipeline = await getPipeline(ports, name);
  const slots = await ports.log.stageSlots(name, window, stepMs, knownAtMs);
  const startMs = Math.floor(window.fromMs / stepMs) * stepMs;
  const slotsMs = Array.from(
    { length: Math.ceil((window.toMs - startMs) / stepMs) },
    (_, slot) => startMs + slot * stepMs,
  );
  const byStage = Map.groupBy(slots, ({ stage }) => stage);
  return {
    asOf: ports.now().toISOString(),
    stepSeconds: stepMs / 1000,
    slotsMs,
    stages: pipeline.stages.map(({ name: stage }) => {
      const own = new Map((byStage.get(stage) ?? []).map((slot) => [slot.slotMs, slot]));
      const column = <T>(valueOf: (slot: StageSlot) => T, missing: T): T[] =>
        slotsMs.map((slotMs) => {
          const slot = own.get(slotMs);
          return slot ? valueOf(slot) : missing;
        });
      return {
        stage,
        rows: column(({ rows }) => rows, 0),
        latencyP95Ms: column<number | null>(({ latencyP95Ms }) => latencyP95Ms, null),
        errorShare: column<number | null>(({ answers, failures }) => shareOf(failures, answers), null),
        nullShare: column<number | null>(({ outputs, nulls }) => shareOf(nulls, outputs), null),
      };
    }),
  };
}

function shareOf(part: number, whole: number): number | null {
  return whole > 0 ? part / whole : null;
}
