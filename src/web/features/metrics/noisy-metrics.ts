import { cellMarks, type DriftMap } from '#workers/tasks/drift-map-tasks.ts';

export type NoisyMetric = { metric: string; drifting: number; slots: number };

/** A metric is worth a word from so many lone slots on. */
const LEAST_LONE_SLOTS = 3;

/** Metrics that drift in single slots, never in two on end: alarms on them would come and go. The noisiest first. */
export function noisyMetrics({ counts, marks, metrics }: DriftMap): NoisyMetric[] {
  const slots = counts.slotsMs.length;
  return metrics
    .flatMap(({ metric }, row): NoisyMetric[] => {
      const own = marks.subarray(row * slots, (row + 1) * slots);
      let drifting = 0;
      for (let slot = 0; slot < slots; slot++) {
        if (own[slot] !== cellMarks.drift) continue;
        if (own[slot + 1] === cellMarks.drift) return [];
        drifting++;
      }
      return drifting >= LEAST_LONE_SLOTS ? [{ metric, drifting, slots }] : [];
    })
    .sort((a, b) => b.drifting - a.drifting);
}
