import type { PresentTraffic } from '#control/rollout/time-to-knowledge.ts';
import type { Ports } from '../../ports.ts';

const DAY_MS = 86_400_000;
/** Fewer rows tell no rate. */
const LEAST_ROWS = 100;

/** What a stage got in the last day, or since its first row; null where that is too little to tell. */
export async function presentTraffic(
  { log }: Ports,
  { pipeline, stage }: { pipeline: string; stage: string },
  nowMs: number,
): Promise<PresentTraffic | null> {
  const [slots, extents] = await Promise.all([
    log.stageSlots(pipeline, { fromMs: nowMs - DAY_MS, toMs: nowMs }),
    log.listStages(),
  ]);
  const found = slots.find((slot) => slot.stage === stage);
  if (!found || found.rows < LEAST_ROWS) return null;
  const first = extents.find((one) => one.pipeline === pipeline && one.stage === stage);
  const sinceMs = Math.max(nowMs - DAY_MS, first?.firstMs ?? 0);
  return {
    rows: found.rows,
    ratePerSecond: found.rows / Math.max(60, (nowMs - sinceMs) / 1000),
    errorShare: found.answers > 0 ? found.failures / found.answers : null,
    nullShare: found.outputs > 0 ? found.nulls / found.outputs : null,
  };
}
