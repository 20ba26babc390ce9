import { fetchColumns } from '#contract/client.ts';
import { decodeColumns, type Column } from '#contract/columns.ts';
import { RowsHeader } from '#contract/histograms.ts';
import { compareCategories, compareNumeric } from '#stats/exact-comparison.ts';
import type { ExactComparison, TaskContext, TaskInput, TaskResult } from '../protocol.ts';

export type Rows = { header: RowsHeader; columns: Map<string, Column> };
/** Rows of the references last compared with, by URL: their windows are over, so they stay as they are. */
export type ReferenceRows = Map<string, Rows>;

const kept = 2;

export async function exactComparison(
  known: ReferenceRows,
  { referenceUrl, currentUrl }: TaskInput<'exactComparison'>,
  { signal, onProgress, breathe }: TaskContext,
): Promise<TaskResult<'exactComparison'>> {
  let fetched = 0;
  async function fetchRows(url: string): Promise<Rows> {
    const { header, columns } = decodeColumns(await fetchColumns(url, signal));
    onProgress({ doing: 'fetching', share: ++fetched / 2 });
    return { header: RowsHeader.parse(header), columns };
  }
  onProgress({ doing: 'fetching', share: 0 });
  const [reference, current] = await Promise.all([
    known.get(referenceUrl) ?? fetchRows(referenceUrl),
    fetchRows(currentUrl),
  ]);
  keep(known, referenceUrl, reference);
  onProgress({ doing: 'testing' });
  await breathe();

  const output = compare(reference, current);
  const { overlay, quantiles } = output;
  const arrays = [...Object.values(overlay ?? {}), ...Object.values(quantiles ?? {})];
  return { output, transfer: arrays.map(({ buffer }) => buffer as ArrayBuffer) };
}

function keep(known: ReferenceRows, url: string, rows: Rows): void {
  known.delete(url);
  known.set(url, rows);
  const oldest = known.keys().next().value;
  if (known.size > kept && oldest !== undefined) known.delete(oldest);
}

function compare(reference: Rows, current: Rows): ExactComparison {
  const headers = { reference: reference.header, current: current.header };
  if (reference.header.kind !== current.header.kind) {
    throw new Error(
      `${reference.header.metric} was ${reference.header.kind} and is ${current.header.kind} now`,
    );
  }
  if (current.header.kind === 'categorical') {
    const { scores } = compareCategories(countsOf(reference), countsOf(current));
    return { ...headers, scores, overlay: undefined, quantiles: undefined };
  }
  const { n, m, scores, overlay, quantiles } = compareNumeric(valuesOf(reference), valuesOf(current));
  const times = (shares: Float64Array, rows: number): Float64Array =>
    shares.map((share) => Math.round(share * rows));
  return {
    ...headers,
    scores,
    overlay: { ...overlay, reference: times(overlay.reference, n), current: times(overlay.current, m) },
    quantiles,
  };
}

function valuesOf({ columns }: Rows): Column {
  return columns.get('values') ?? new Float64Array();
}

function countsOf({ header, columns }: Rows): Map<string, number> {
  const counts = new Float64Array(header.categories.length);
  for (const code of columns.get('codes') ?? []) counts[code] = (counts[code] ?? 0) + 1;
  return new Map(header.categories.map((category, code) => [category, counts[code] ?? 0]));
}
