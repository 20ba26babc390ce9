import type { Estimate } from '#stats/estimate.ts';
import type { JudgedRows } from './judged-rows.ts';
import type { Measure } from './measures.ts';

/** Where the interval of a slot lies, held against that of the reference; `same` where they meet. */
export type SlotVerdict = 'below' | 'above' | 'same';
/** `atMs`: of the first, when it could be said; of the present one, when the label came that made it what it stays. */
export type StatedVerdict = Estimate & {
  atMs: number;
  verdict: SlotVerdict;
  /** Labels that were known. */
  n: number;
};
export type VerdictChange = { slotMs: number; first: StatedVerdict; now: StatedVerdict };
/** `judged`: slots of which a verdict could be said. */
export type LateVerdicts = { judged: number; changes: VerdictChange[] };

type Interval = { lower: number; upper: number };

/** Fewer labels of a slot say nothing for certain. */
const FEWEST_LABELS = 30;
/** So many states of knowledge between the first verdict and the present one are looked at. */
const MOST_STATES = 16;

/**
 * The slots of which labels that came later changed what was said: the verdict at the end of the slot, or as soon as 30 of
 * its labels were there, and the verdict with all labels there are. Receipt times alone decide, so that whoever looks
 * finds the same.
 *
 * @param slots rows of each slot, in the order of `startsMs`
 * @param measureOf the measure that stands for all
 */
export function lateVerdicts(
  slots: readonly JudgedRows[],
  { startsMs, stepMs }: { startsMs: Float64Array; stepMs: number },
  reference: Measure | undefined,
  measureOf: (rows: JudgedRows) => Measure | undefined,
): LateVerdicts {
  const changes: VerdictChange[] = [];
  let judged = 0;
  if (reference?.status !== 'ok') return { judged, changes };
  for (const [index, rows] of slots.entries()) {
    const slotMs = startsMs[index] as number;
    const received = rows.labelReceivedMs.filter((_, row) => !Number.isNaN(rows.errors[row])).sort();
    if (received.length < FEWEST_LABELS) continue;
    const stateAt = (atMs: number): StatedVerdict | undefined => {
      const known = knownBy(rows, atMs);
      const measured = measureOf(known.rows);
      if (measured?.status !== 'ok') return undefined;
      return { ...measured, atMs, n: known.labels, verdict: against(measured, reference) };
    };
    const firstMs = Math.max(slotMs + stepMs, received[FEWEST_LABELS - 1] as number);
    const first = stateAt(firstMs);
    const last = stateAt(received.at(-1) as number);
    if (!first || !last) continue;
    judged++;
    if (first.verdict === last.verdict) continue;
    const settled = settledMs(received, firstMs, (atMs) => stateAt(atMs)?.verdict === last.verdict);
    changes.push({ slotMs, first, now: { ...last, atMs: settled } });
  }
  return { judged, changes };
}

/** The earliest of the states looked at from which on the verdict stays. */
function settledMs(received: Float64Array, firstMs: number, isFinal: (atMs: number) => boolean): number {
  const later = received.filter((atMs) => atMs > firstMs);
  const stride = Math.max(1, Math.ceil(later.length / MOST_STATES));
  let settled = later.at(-1) as number;
  for (let at = later.length - 1; at >= 0; at -= stride) {
    if (!isFinal(later[at] as number)) break;
    settled = later[at] as number;
  }
  return settled;
}

function against({ lower, upper }: Interval, reference: Interval): SlotVerdict {
  if (upper < reference.lower) return 'below';
  return lower > reference.upper ? 'above' : 'same';
}

function knownBy(rows: JudgedRows, atMs: number): { rows: JudgedRows; labels: number } {
  const isKnown = (_: number, row: number): boolean => (rows.labelReceivedMs[row] as number) <= atMs;
  const known = {
    timesMs: rows.timesMs.filter(isKnown),
    labelReceivedMs: rows.labelReceivedMs.filter(isKnown),
    scores: rows.scores.filter(isKnown),
    targets: rows.targets.filter(isKnown),
    answers: rows.answers.filter(isKnown),
    labels: rows.labels.filter(isKnown),
    errors: rows.errors.filter(isKnown),
  };
  return { rows: known, labels: known.errors.filter((error) => !Number.isNaN(error)).length };
}
