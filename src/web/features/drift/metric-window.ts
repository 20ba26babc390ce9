import type { DriftMap, MetricDrift } from '#workers/tasks/drift-map-tasks.ts';
import { countsWindow } from '../../api/drift.ts';

/** The slot looked at; without one the drift that lasts, else the whole range. */
export function metricWindow(
  { counts }: Pick<DriftMap, 'counts'>,
  { spell }: Pick<MetricDrift, 'spell'>,
  slotMs?: number,
): { fromMs: number; toMs: number } {
  if (slotMs !== undefined) return { fromMs: slotMs, toMs: slotMs + counts.stepSeconds * 1000 };
  if (spell?.isOngoing) return { fromMs: spell.fromMs, toMs: spell.toMs };
  return countsWindow(counts);
}
