import { encodeColumns } from '#contract/columns.ts';
import type { RowsHeader } from '#contract/histograms.ts';
import { notFound, withheld } from '../../errors.ts';
import type { Ports } from '../../ports.ts';
import type { StageSelection } from '../../prediction-log.ts';
import { stageMetrics } from '../pipelines/catalogue.ts';
import { findPrivacy } from '../pipelines/find-privacy.ts';
import { refuseSensitiveRanges } from './refuse-sensitive-ranges.ts';

export type RowsRequest = { selection: StageSelection; metric: string; limit: number };

/** The values of one metric in a window, as one column container (see `RowsHeader`). */
export async function rows(
  { log, control }: Ports,
  { selection, metric, limit }: RowsRequest,
): Promise<Uint8Array<ArrayBuffer>> {
  const { sensitive } = await findPrivacy(control, selection);
  if (sensitive.has(metric)) throw withheld(metric);
  refuseSensitiveRanges(selection, sensitive);
  const extents = stageMetrics(await log.listMetrics(selection.pipeline), selection.stage);
  const extent = extents.find((candidate) => candidate.metric === metric);
  if (!extent) throw notFound(`metric ${metric} of stage ${selection.stage}`);

  const [stageRows, counts] = await Promise.all([
    log.countRows(selection),
    extent.kind === 'numeric'
      ? log.numericHistograms(selection, [metric])
      : log.categoryHistograms(selection, [metric]),
  ]);
  const total = counts.reduce((sum, { count }) => sum + count, 0);
  const header = { metric, total, missing: Math.max(0, stageRows - total), sampled: total > limit };

  if (extent.kind === 'numeric') {
    const values = await log.numericValues(selection, metric, limit);
    const numeric: RowsHeader = { ...header, kind: 'numeric', categories: [] };
    return encodeColumns(numeric, { values });
  }
  const values = await log.categoryValues(selection, metric, limit);
  const categories = [...new Set(values)];
  const codes = new Map(categories.map((category, code) => [category, code]));
  const categorical: RowsHeader = { ...header, kind: 'categorical', categories };
  return encodeColumns(categorical, { codes: Int32Array.from(values, (value) => codes.get(value) ?? 0) });
}
