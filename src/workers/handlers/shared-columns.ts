import { rangesOf, type Segment } from '#contract/segment.ts';
import type { FrameColumn, LoadedFrame } from './frame.ts';

/** Values of a column that are searched, those with most rows. */
const SEARCHED_VALUES = 40;

/** Where numeric columns are cut into ranges, ascending, by metric. */
export type Cuts = Readonly<Record<string, readonly number[]>>;

/** What each code stands for, and the codes of the rows of both sides; −1 for none of them. */
export type SharedColumn = {
  metric: string;
  segments: Segment[];
  reference: Int32Array;
  current: Int32Array;
};

/** The columns of both sides that have more than one value or range, in codes that both sides share. */
export function sharedColumns(reference: LoadedFrame, current: LoadedFrame, cuts: Cuts): SharedColumn[] {
  return reference.columns.flatMap((before) => {
    const now = current.columns.find((candidate) => candidate.metric === before.metric);
    if (before.kind === 'numeric' && now?.kind === 'numeric') {
      return rangeColumn(before, now, cuts[before.metric] ?? []);
    }
    if (before.kind !== 'categorical' || now?.kind !== 'categorical') return [];
    const values = commonValues(before, now);
    if (values.length < 2) return [];
    const places = new Map(values.map((value, place) => [value, place]));
    const recode = ({ categories, codes }: CategoricalColumn): Int32Array => {
      const table = categories.map((category) => places.get(category) ?? -1);
      return codes.map((code) => table[code] ?? -1);
    };
    const segments = values.map((value) => ({ metric: before.metric, value }));
    return [{ metric: before.metric, segments, reference: recode(before), current: recode(now) }];
  });
}

type NumericColumn = Extract<FrameColumn, { kind: 'numeric' }>;
type CategoricalColumn = Extract<FrameColumn, { kind: 'categorical' }>;

function rangeColumn(before: NumericColumn, now: NumericColumn, cuts: readonly number[]): SharedColumn[] {
  const { metric } = before;
  const segments = rangesOf(metric, cuts);
  if (segments.length === 0) return [];
  const recode = ({ values }: NumericColumn): Int32Array =>
    Int32Array.from(values, (value) => segments.findIndex(({ from, to }) => value >= from && value < to));
  return [{ metric, segments, reference: recode(before), current: recode(now) }];
}

function commonValues(...columns: CategoricalColumn[]): string[] {
  const counts = new Map<string, number>();
  for (const { categories, codes } of columns) {
    for (const code of codes) {
      const category = categories[code];
      if (category !== undefined) counts.set(category, (counts.get(category) ?? 0) + 1 / codes.length);
    }
  }
  return [...counts]
    .sort(([a, shareA], [b, shareB]) => shareB - shareA || (a < b ? -1 : 1))
    .slice(0, SEARCHED_VALUES)
    .map(([category]) => category);
}
