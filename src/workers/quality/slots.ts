import type { LabelCoverage } from '#contract/labels.ts';

/** Labelled rows that a point should rest on, and points that a chart should still have. */
const ENOUGH_LABELS = 60;
const FEWEST_SLOTS = 12;
const factors = [1, 2, 3, 4, 6, 8, 12, 24, 48, 96] as const;

export type QualitySlots = {
  stepMs: number;
  times: Float64Array;
  rows: Float64Array;
  labelled: Float64Array;
};

/** The slots of a coverage, joined until the usual one with labels has enough of them. */
export function qualitySlots({ stepSeconds, slotsMs, rows, labelled }: LabelCoverage): QualitySlots {
  const joined = (factor: number): QualitySlots => {
    const stepMs = stepSeconds * 1000 * factor;
    const times = [...new Set(slotsMs.map((slotMs) => Math.floor(slotMs / stepMs) * stepMs))];
    const place = new Map(times.map((time, index) => [time, index]));
    const slots = {
      stepMs,
      times: Float64Array.from(times),
      rows: new Float64Array(times.length),
      labelled: new Float64Array(times.length),
    };
    for (const [index, slotMs] of slotsMs.entries()) {
      const at = place.get(Math.floor(slotMs / stepMs) * stepMs) ?? 0;
      slots.rows[at] = (slots.rows[at] ?? 0) + (rows[index] ?? 0);
      slots.labelled[at] = (slots.labelled[at] ?? 0) + (labelled[index] ?? 0);
    }
    return slots;
  };
  const isEnough = (slots: QualitySlots): boolean => {
    const some = slots.labelled.filter((count) => count > 0).sort();
    return some.length > 0 && (some[some.length >> 1] ?? 0) >= ENOUGH_LABELS;
  };
  let best = joined(1);
  for (const factor of factors.slice(1)) {
    if (isEnough(best)) return best;
    const wider = joined(factor);
    if (wider.times.length < FEWEST_SLOTS) return best;
    best = wider;
  }
  return best;
}
