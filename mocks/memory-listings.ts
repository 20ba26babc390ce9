import type { MetricExtent, VersionExtent, VersionSlot, Window } from '#api/prediction-log.ts';
import { getOr } from './get-or.ts';
import { emptyExtent, widen } from './memory-extent.ts';
import { compare } from './memory-order.ts';
import { floor, isWithin, MINUTE_MS, rollUpOf } from './memory-roll-up.ts';
import type { StageLog } from './memory-stage-log.ts';

const LISTED_CATEGORIES = 12;

export function metricExtents(stage: string, log: StageLog): MetricExtent[] {
  const numbers = [...log.numbers].map(([metric, extent]): MetricExtent => ({
    stage,
    metric,
    kind: 'numeric',
    ...extent,
    categories: [],
  }));
  const categories = [...log.categories].map(([metric, { extent, counts }]): MetricExtent => ({
    stage,
    metric,
    kind: 'categorical',
    ...extent,
    categories: [...counts]
      .sort(([a, countA], [b, countB]) => countB - countA || compare(a, b))
      .slice(0, LISTED_CATEGORIES)
      .map(([category]) => category),
  }));
  return [...numbers, ...categories];
}

export function versionExtents(stage: string, log: StageLog, window: Window): VersionExtent[] {
  return [...log.versions.values()].flatMap(({ version, role, minutes }) => {
    if (role === 'reference') return [];
    const found = [...minutes.arrivals].filter(
      ([slotMs, { rows }]) => rows > 0 && isWithin(slotMs, window, MINUTE_MS),
    );
    if (found.length === 0) return [];
    const extent = emptyExtent();
    for (const [, { rows, firstMs, lastMs }] of found) {
      widen(extent, firstMs, rows);
      widen(extent, lastMs, 0);
    }
    return [{ stage, version, role, ...extent }];
  });
}

export function versionSlots(stage: string, log: StageLog, window: Window, stepMs: number): VersionSlot[] {
  const counts = new Map<string, VersionSlot>();
  for (const { version, role, ...rollUps } of log.versions.values()) {
    if (role === 'reference') continue;
    const rollUp = rollUpOf(rollUps, stepMs);
    for (const [slotMs, { rows }] of rollUp.arrivals) {
      if (rows === 0 || !isWithin(slotMs, window, rollUp.stepMs)) continue;
      const start = floor(slotMs, stepMs);
      getOr(counts, `${start} ${version}`, () => ({ stage, version, slotMs: start, rows: 0 })).rows += rows;
    }
  }
  return [...counts.values()];
}
