import { binCount } from '#stats/bins.ts';
import { searchSlices, type SliceSearch } from '#stats/slice-search.ts';
import type { SliceFindings } from '../tasks/frame-tasks.ts';
import type { TaskContext, TaskInput, TaskResult } from '../protocol.ts';
import type { CountsCache } from './counts.ts';
import { binsOf, toBins } from './frame-bins.ts';
import { fetchFrame, type FrameColumn, type LoadedFrame } from './frame.ts';
import { type SharedColumn, sharedColumns } from './shared-columns.ts';

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

  const columns = sharedColumns(reference, current, cuts).filter((column) => column.metric !== metric);
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
