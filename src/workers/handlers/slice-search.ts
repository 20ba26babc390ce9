import { rangesOf, type Segment } from '#contract/segment.ts';
import { binCount } from '#stats/bins.ts';
import { searchSlices, type SliceSearch } from '#stats/slice-search.ts';
import type { SliceFindings } from '../tasks/frame-tasks.ts';
import type { TaskContext, TaskInput, TaskResult } from '../protocol.ts';
import type { CountsCache } from './counts.ts';
import { binsOf, toBins } from './frame-bins.ts';
import { fetchFrame, type FrameColumn, type LoadedFrame } from './frame.ts';

/** Values of a column that are searched, those with most rows. */
const SEARCHED_VALUES = 40;
/** Slices that are handed out. */
const LISTED = 15;

/** In the bins of the metric's score, its missing values in one of their own. */
export async function sliceSearch(
  cache: CountsCache,
  { url, metric, referenceUrl, currentUrl, cuts }: TaskInput<'sliceSearch'>,
  context: TaskContext,
): Promise<TaskResult<'sliceSearch'>> {
  const { signal, onProgress, breathe } = context;
  onProgress({ doing: 'fetching' });
  const [counts, reference, current] = await Promise.all([
    cache.get(url, context),
    fetchFrame(referenceUrl, signal),
    fetchFrame(currentUrl, signal),
  ]);
  const described = counts.header.metrics.find((candidate) => candidate.metric === metric);
  if (!described) throw new Error(`the counts have no metric ${metric}`);

  const columns = sharedColumns(reference, current, metric, cuts);
  const bins = binCount(toBins(described.bins)) + 1;
  const search = searchSlices(
    {
      bins: binsOf(columnOf(reference, metric), described.bins),
      codes: columns.map((column) => column.reference),
    },
    {
      bins: binsOf(columnOf(current, metric), described.bins),
      codes: columns.map((column) => column.current),
    },
    { bins, categories: columns.map(({ segments }) => segments.length) },
  );
  let step = search.next();
  while (!step.done) {
    if (await breathe()) onProgress({ doing: 'searching', share: step.value });
    step = search.next();
  }
  return { output: findingsOf(step.value, columns, reference, current), transfer: [] };
}

/** What each code stands for, and the codes of the rows of both sides. */
type SharedColumn = { metric: string; segments: Segment[]; reference: Int32Array; current: Int32Array };

/** The columns of both sides that have more than one value or range, in codes that both sides share. */
function sharedColumns(
  reference: LoadedFrame,
  current: LoadedFrame,
  metric: string,
  cuts: TaskInput<'sliceSearch'>['cuts'],
): SharedColumn[] {
  return reference.columns.flatMap((before) => {
    const now = current.columns.find((candidate) => candidate.metric === before.metric);
    if (before.metric === metric) return [];
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

function rangeColumn(before: NumericColumn, now: NumericColumn, cuts: readonly number[]): SharedColumn[] {
  const { metric } = before;
  const segments = rangesOf(metric, cuts);
  if (segments.length === 0) return [];
  const recode = ({ values }: NumericColumn): Int32Array =>
    Int32Array.from(values, (value) => segments.findIndex(({ from, to }) => value >= from && value < to));
  return [{ metric, segments, reference: recode(before), current: recode(now) }];
}

type CategoricalColumn = Extract<FrameColumn, { kind: 'categorical' }>;

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

function columnOf({ columns, header }: LoadedFrame, metric: string): FrameColumn {
  const column = columns.find((candidate) => candidate.metric === metric);
  if (column) return column;
  const isWithheld = header.withheld.includes(metric);
  throw new Error(
    isWithheld ? `the values of ${metric} are sensitive and stay on the server` : `no column ${metric}`,
  );
}

function findingsOf(
  { p, searched, slices }: SliceSearch,
  columns: SharedColumn[],
  reference: LoadedFrame,
  current: LoadedFrame,
): SliceFindings {
  return {
    reference: { total: reference.header.total, taken: reference.rows },
    current: { total: current.header.total, taken: current.rows },
    p,
    columns: columns.map(({ metric }) => metric),
    searched,
    slices: slices.slice(0, LISTED).map((slice) => ({
      ...slice,
      conditions: slice.conditions.flatMap(({ column, code }) => columns[column]?.segments[code] ?? []),
    })),
  };
}
