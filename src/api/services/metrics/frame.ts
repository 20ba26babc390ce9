import { encodeColumns, type Column } from '#contract/columns.ts';
import { frameLimits, rowColumns, type FrameHeader } from '#contract/frame.ts';
import { notFound } from '../../errors.ts';
import type { Ports } from '../../ports.ts';
import type { PredictionLog, StageSelection } from '../../prediction-log.ts';
import { stageMetrics } from '../pipelines/catalogue.ts';
import { findPrivacy } from '../pipelines/find-privacy.ts';
import { refuseSensitiveRanges } from './refuse-sensitive-ranges.ts';

export type FrameRequest = { selection: StageSelection; metrics: readonly string[]; limit: number };

/** Several metrics of the same rows, as one column container (see `FrameHeader`). */
export async function frame(
  { log, control }: Ports,
  { selection, metrics, limit }: FrameRequest,
): Promise<Uint8Array<ArrayBuffer>> {
  const [{ sensitive }, total] = await Promise.all([
    findPrivacy(control, selection),
    log.countRows(selection),
  ]);
  refuseSensitiveRanges(selection, sensitive);
  const wanted = metrics.filter((metric) => !sensitive.has(metric));
  const described = await describeColumns(log, selection, wanted);
  const numbers = described.flatMap(({ metric, kind }) => (kind === 'numeric' ? [metric] : []));
  const categories = described.flatMap((column) =>
    column.kind === 'categorical' ? [{ metric: column.metric, values: column.categories }] : [],
  );
  const { timesMs, ...taken } = await log.frame(selection, { numbers, categories }, limit);

  const columns: Record<string, Column> = { timesMs };
  for (const [index, { metric, kind }] of described.entries()) {
    if (kind === 'numeric') columns[`values.${index}`] = at(taken.numbers, numbers.indexOf(metric));
    else {
      const own = categories.findIndex((column) => column.metric === metric);
      columns[`codes.${index}`] = at(taken.codes, own);
    }
  }
  const header: FrameHeader = {
    total,
    sampled: total > limit,
    metrics: described,
    withheld: metrics.filter((metric) => sensitive.has(metric)),
  };
  return encodeColumns(header, columns);
}

/** The kind of each, and the values of a category that occur in the window. */
async function describeColumns(
  log: PredictionLog,
  selection: StageSelection,
  metrics: readonly string[],
): Promise<FrameHeader['metrics']> {
  const extents = stageMetrics(await log.listMetrics(selection.pipeline), selection.stage);
  const kinds = new Map(extents.map(({ metric, kind }) => [metric, kind]));
  for (const column of Object.values(rowColumns)) kinds.set(column, 'categorical');
  const unknown = metrics.find((metric) => !kinds.has(metric));
  if (unknown !== undefined) throw notFound(`metric ${unknown} of stage ${selection.stage}`);

  const categorical = metrics.filter((metric) => kinds.get(metric) === 'categorical');
  const [counts, versions] = await Promise.all([
    log.categoryHistograms(selection, categorical),
    log.listVersions(selection.pipeline, selection),
  ]);
  const byMetric = Map.groupBy(counts, ({ metric }) => metric);
  const categoriesOf = async (metric: string): Promise<string[]> => {
    if (metric === rowColumns.site) return log.listSites(selection, frameLimits.categories);
    const own =
      metric === rowColumns.version
        ? versions
            .filter(({ stage, role }) => stage === selection.stage && role === selection.role)
            .map(({ version, rows }) => ({ category: version, count: rows }))
        : (byMetric.get(metric) ?? []);
    return own
      .toSorted((a, b) => b.count - a.count || (a.category < b.category ? -1 : 1))
      .slice(0, frameLimits.categories)
      .map(({ category }) => category);
  };
  return Promise.all(
    metrics.map(async (metric): Promise<FrameHeader['metrics'][number]> =>
      kinds.get(metric) === 'numeric'
        ? { metric, kind: 'numeric' }
        : { metric, kind: 'categorical', categories: await categoriesOf(metric) },
    ),
  );
}

function at<T>(columns: readonly T[], index: number): T {
  const column = columns[index];
  if (column === undefined) throw new Error(`the log gave no column ${index}`);
  return column;
}
