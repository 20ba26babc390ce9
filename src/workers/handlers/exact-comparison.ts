import { fetchColumns } from '#contract/client.ts';
import { decodeColumns, type Column } from '#contract/columns.ts';
import { RowsHeader } from '#contract/histograms.ts';
import { compareCategories, numericComparison } from '#stats/exact-comparison.ts';
import { type Sample, sampleOf } from '#stats/sample.ts';
import { type ExactComparison, mostExactRows } from '../tasks/rows-tasks.ts';
import type { TaskContext, TaskInput, TaskResult } from '../protocol.ts';
import { compareCounts } from './compare-counts.ts';
import type { CountsCache } from './counts.ts';
import { createKept, type Kept } from './kept.ts';

/** The rows of one side: numbers sorted, categories counted. */
type Rows = { header: RowsHeader; sample: Sample; counts: Map<string, number> };
/** Those of the references last compared with, by URL: their windows are over, so they stay as they are. */
export type KeptRows = Kept<Rows>;

const mostBytes = 64 * 2 ** 20;
const bytesOfCategory = 100; // name and count, roughly

export function createKeptRows(): KeptRows {
  return createKept(
    mostBytes,
    ({ sample, counts }) => sample.sorted.byteLength + counts.size * bytesOfCategory,
  );
}

/**
 * Every test on all rows of both windows, or, where one of them holds more than a tab should, what the server's
 * counts say. The largest comparison takes about 100 MB while it runs.
 */
export async function exactComparison(
  cache: CountsCache,
  known: KeptRows,
  { referenceUrl, currentUrl, sizes, counts }: TaskInput<'exactComparison'>,
  context: TaskContext,
): Promise<TaskResult<'exactComparison'>> {
  if (Math.max(sizes.reference, sizes.current) > mostExactRows) {
    return { output: compareCounts(await cache.get(counts.url, context), counts), transfer: [] };
  }
  const { signal, onProgress, breathe } = context;
  let fetched = 0;
  async function fetchRows(url: string): Promise<Rows> {
    const { header, columns } = decodeColumns(await fetchColumns(url, signal));
    onProgress({ doing: 'fetching', share: ++fetched / 2 });
    return rowsOf(RowsHeader.parse(header), columns);
  }
  onProgress({ doing: 'fetching', share: 0 });
  const [reference, current] = await Promise.all([
    known.get(referenceUrl) ?? fetchRows(referenceUrl),
    fetchRows(currentUrl),
  ]);
  known.set(referenceUrl, reference);
  onProgress({ doing: 'testing' });
  await breathe();

  const output = await compare(reference, current, async (share) => {
    if (await breathe()) onProgress({ doing: 'testing', share });
  });
  const { overlay, quantiles } = output;
  const arrays = [...Object.values(overlay ?? {}), ...Object.values(quantiles ?? {})];
  return { output, transfer: arrays.map(({ buffer }) => buffer as ArrayBuffer) };
}

async function compare(
  reference: Rows,
  current: Rows,
  pause: (share: number) => Promise<void>,
): Promise<ExactComparison> {
  const sides = { basis: 'rows' as const, reference: reference.header, current: current.header };
  if (reference.header.kind !== current.header.kind) {
    throw new Error(
      `${reference.header.metric} was ${reference.header.kind} and is ${current.header.kind} now`,
    );
  }
  if (current.header.kind === 'categorical') {
    const { scores } = compareCategories(reference.counts, current.counts);
    return { ...sides, scores, overlay: undefined, quantiles: undefined };
  }
  const steps = numericComparison(reference.sample, current.sample);
  let step = steps.next();
  while (!step.done) {
    await pause(step.value);
    step = steps.next();
  }
  const { n, m, scores, overlay, quantiles } = step.value;
  const times = (shares: Float64Array, rows: number): Float64Array =>
    shares.map((share) => Math.round(share * rows));
  return {
    ...sides,
    scores,
    overlay: { ...overlay, reference: times(overlay.reference, n), current: times(overlay.current, m) },
    quantiles,
  };
}

function rowsOf(header: RowsHeader, columns: Map<string, Column>): Rows {
  const codes = columns.get('codes') ?? [];
  const counts = new Float64Array(header.categories.length);
  for (const code of codes) counts[code] = (counts[code] ?? 0) + 1;
  return {
    header,
    sample: sampleOf(columns.get('values') ?? []),
    counts: new Map(header.categories.map((category, code) => [category, counts[code] ?? 0])),
  };
}
