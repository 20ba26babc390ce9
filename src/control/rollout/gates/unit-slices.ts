import type { ArmSlice } from './rates.ts';

/** When each unit that failed did so first; how many units there are. */
export type ArmUnits = { units: number; firstEventsMs: readonly number[] };

/**
 * The same question with users as units: one who fails again and again counts once. A unit leaves those at risk with
 * its first event, so rows of a slice are the units that had none before it. O(n log n).
 *
 * @param stepMs length of a slice
 */
export function unitSlices(
  { stable, candidate }: { stable: ArmUnits; candidate: ArmUnits },
  { fromMs, toMs, stepMs }: { fromMs: number; toMs: number; stepMs: number },
): ArmSlice[] {
  const slices = Math.max(0, Math.ceil((toMs - fromMs) / stepMs));
  const arms = [stable, candidate].map(({ units, firstEventsMs }) => {
    const events = new Float64Array(slices);
    for (const ms of firstEventsMs) {
      const slice = Math.floor((ms - fromMs) / stepMs);
      if (slice >= 0 && slice < slices) events[slice]! += 1;
    }
    let atRisk = units;
    return Array.from(events, (count) => {
      const rows = atRisk;
      atRisk -= count;
      return { rows, events: count };
    });
  });
  return Array.from({ length: slices }, (_, i) => ({
    stable: arms[0]?.[i] ?? { rows: 0, events: 0 },
    candidate: arms[1]?.[i] ?? { rows: 0, events: 0 },
  }));
}
