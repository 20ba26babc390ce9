import { dispersionOf, type MetricHistory, seasonalReference } from '#stats/budget/metric-history.ts';
import { rowDispersion } from '#stats/budget/row-dispersion.ts';
import type { Season } from '#stats/budget/season.ts';
import { totalOf } from '#stats/counts.ts';
import type { BinnedSample, DriftMethod } from '#stats/drift-score.ts';
import { type ComparedSamples, comparedSamples, scoreSamples } from '#stats/sample-scores.ts';
import type { MetricHistograms } from './histograms.ts';

/** The slots of a metric beside what they are compared with. */
export type ComparedMetric = {
  /** Rows with a value, of each slot. */
  rows: Float64Array;
  /** By which they are compared; undefined where with the whole reference. */
  season: Season | undefined;
  /** How many of its rows are usually worth one independent row. */
  dispersion: number;
  /** Slots with the same reference together, against it without `ranges`: no cell of a map shows a bound. */
  groups: readonly SlotGroup[];
  /** Where in the groups each slot is. */
  places: readonly SlotPlace[];
  /** What the slots from `first` on, before `end`, are compared with together, and how many of their rows are worth one. */
  spanAgainst: (first: number, end: number) => { reference: BinnedSample; dispersion: number };
};

export type SlotGroup = { slots: readonly number[]; compared: ComparedSamples };
export type SlotPlace = { compared: ComparedSamples; at: number };

/** Without a history: against the whole reference, with the dispersion that neighbouring slots show (`rowDispersion`). */
export function comparedMetric(
  { reference, samples }: MetricHistograms,
  slotsMs: Float64Array,
  history: MetricHistory | undefined,
): ComparedMetric {
  const rows = Float64Array.from(samples, ({ counts }) => totalOf(counts));
  const dispersion = history
    ? history.dispersion.slot
    : rowDispersion(
        samples.map(({ counts }) => counts),
        reference.kind === 'numeric',
      );
  const againstOf = (first: number, end: number): BinnedSample =>
    history
      ? seasonalReference(history, reference, slotsMs.subarray(first, end), rows.subarray(first, end))
      : reference;
  const worthOf = (slots: number, rowsOfAll: number): number =>
    history ? dispersionOf(history.dispersion, slots, rowsOfAll) : dispersion;

  const groups = [...Map.groupBy(samples.keys(), (slot) => againstOf(slot, slot + 1))].map(
    ([against, slots]): SlotGroup => {
      const usual = medianOf(slots.map((slot) => rows[slot] as number));
      const own = slots.map((slot) => samples[slot] as BinnedSample);
      const unbounded = { ...against, ranges: undefined };
      return { slots, compared: comparedSamples(unbounded, own, worthOf(1, usual)) };
    },
  );
  return {
    rows,
    season: history?.season,
    dispersion,
    groups,
    places: placesIn(groups),
    spanAgainst(first, end) {
      const size = rows.subarray(first, end).reduce((sum, count) => sum + count, 0);
      return { reference: againstOf(first, end), dispersion: worthOf(Math.max(1, end - first), size) };
    },
  };
}

/** Effect and p of every slot, into arrays that hold NaN; that stays where there is no score. */
export function scoreSlots(
  method: DriftMethod,
  { groups }: Pick<ComparedMetric, 'groups'>,
  effects: Float64Array,
  p: Float64Array,
): void {
  const [only] = groups;
  if (only && groups.length === 1) {
    scoreSamples(method, only.compared, effects, p);
    return;
  }
  for (const { slots, compared } of groups) {
    const own = {
      effects: new Float64Array(slots.length).fill(NaN),
      p: new Float64Array(slots.length).fill(NaN),
    };
    scoreSamples(method, compared, own.effects, own.p);
    for (const [at, slot] of slots.entries()) {
      effects[slot] = own.effects[at] as number;
      p[slot] = own.p[at] as number;
    }
  }
}

function placesIn(groups: readonly SlotGroup[]): SlotPlace[] {
  const places: SlotPlace[] = [];
  for (const { slots, compared } of groups) {
    slots.forEach((slot, at) => {
      places[slot] = { compared, at };
    });
  }
  return places;
}

function medianOf(values: number[]): number {
  return values.sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
}
