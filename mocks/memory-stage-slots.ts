import type { PredictionLog, StageSlot, Window } from '#api/ports.ts';
import { builtInMetrics } from '#contract/metric.ts';

/** Put together from what the log says of each stage alone. */
export async function stageSlots(
  log: PredictionLog,
  stages: readonly string[],
  { pipeline, stepMs, ...window }: Window & { pipeline: string; stepMs: number },
): Promise<StageSlot[]> {
  const found = await Promise.all(
    stages.toSorted().map(async (stage) => {
      const selection = { ...window, pipeline, stage, role: 'live' as const, stepMs };
      const [rows, latencies, categories] = await Promise.all([
        log.rowSlots(selection),
        log.numericSlots({ ...selection, metrics: [builtInMetrics.latency] }, [0.95]),
        log.categorySlots({ ...selection, metrics: [builtInMetrics.status, builtInMetrics.nullOutput] }),
      ]);
      const count = (slotMs: number, metric: string, isCounted: (category: string) => boolean) =>
        categories
          .filter((slot) => slot.slotMs === slotMs && slot.metric === metric && isCounted(slot.category))
          .reduce((sum, slot) => sum + slot.count, 0);
      return rows.map(({ slotMs, rows: size }) => ({
        stage,
        slotMs,
        rows: size,
        latencyP95Ms: latencies.find((slot) => slot.slotMs === slotMs)?.quantiles[0] ?? null,
        answers: count(slotMs, builtInMetrics.status, () => true),
        failures: count(slotMs, builtInMetrics.status, (category) => category !== 'ok'),
        outputs: count(slotMs, builtInMetrics.nullOutput, () => true),
        nulls: count(slotMs, builtInMetrics.nullOutput, (category) => category === 'true'),
      }));
    }),
  );
  return found.flat();
}
