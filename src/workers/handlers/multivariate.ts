import { classifierTest } from '#stats/classifier-test.ts';
import type { LogisticModel } from '#stats/logistic-regression.ts';
import { pcaReconstruction } from '#stats/pca-reconstruction.ts';
import type { Points } from '#stats/points.ts';
import type { MultivariateFindings } from '../tasks/frame-tasks.ts';
import type { TaskContext, TaskInput, TaskResult } from '../protocol.ts';
import { fetchFrame, type LoadedFrame } from './frame.ts';

/** A metric with a larger share of missing values would cost the others too many rows. */
const MOST_MISSING = 0.2;

export async function multivariate(
  { referenceUrl, currentUrl }: TaskInput<'multivariate'>,
  { signal, onProgress, breathe }: TaskContext,
): Promise<TaskResult<'multivariate'>> {
  onProgress({ doing: 'fetching' });
  const [reference, current] = await Promise.all([
    fetchFrame(referenceUrl, signal),
    fetchFrame(currentUrl, signal),
  ]);
  const { columns, left } = sortOut(reference, current);
  const before = pointsOf(columns.map((column) => column.reference));
  const now = pointsOf(columns.map((column) => column.current));
  const metrics = columns.map(({ metric }) => metric);
  onProgress({ doing: 'testing' });
  await breathe();
  const reconstruction = reconstructionOf(before, now);
  await breathe();
  const output: MultivariateFindings = {
    reference: { total: reference.header.total, taken: reference.rows },
    current: { total: current.header.total, taken: current.rows },
    metrics,
    left,
    classifier: classifierOf(metrics, before, now),
    reconstruction,
  };
  return { output, transfer: [] };
}

type Column = { metric: string; reference: Float64Array; current: Float64Array };

/** The columns to use: numbers that vary and are seldom missing; the others with the reason. */
function sortOut(
  reference: LoadedFrame,
  current: LoadedFrame,
): { columns: Column[]; left: MultivariateFindings['left'] } {
  const columns: Column[] = [];
  const left: MultivariateFindings['left'] = reference.header.withheld.map((metric) => ({
    metric,
    reason: 'sensitive',
  }));
  for (const before of reference.columns) {
    const now = current.columns.find(({ metric }) => metric === before.metric);
    if (before.kind !== 'numeric' || now?.kind !== 'numeric') continue;
    const column = { metric: before.metric, reference: before.values, current: now.values };
    const reason = obstacleOf(column);
    if (reason) left.push({ metric: column.metric, reason });
    else columns.push(column);
  }
  return { columns, left };
}

function obstacleOf({ reference, current }: Column): 'missing' | 'constant' | undefined {
  if (Math.max(missingShareOf(reference), missingShareOf(current)) > MOST_MISSING) return 'missing';
  const first = reference.find((value) => !Number.isNaN(value));
  const varies = [reference, current].some((side) =>
    side.some((value) => !Number.isNaN(value) && value !== first),
  );
  return varies ? undefined : 'constant';
}

function missingShareOf(values: Float64Array): number {
  return values.reduce((count, value) => count + (Number.isNaN(value) ? 1 : 0), 0) / values.length;
}

function pointsOf(columns: readonly Float64Array[]): Points {
  const rows = columns[0]?.length ?? 0;
  const values = new Float64Array(rows * columns.length);
  for (const [column, own] of columns.entries()) {
    for (let row = 0; row < rows; row++) values[row * columns.length + column] = own[row] as number;
  }
  return { rows, dimensions: columns.length, values };
}

function classifierOf(metrics: string[], before: Points, now: Points): MultivariateFindings['classifier'] {
  const test = classifierTest(before, now);
  if (test.status === 'unavailable') return test;
  const { statistic: auc, p, n, m, models } = test;
  return { status: 'ok', auc, p, n, m, carriers: carriersOf(metrics, models) };
}

/** The mean coefficients of the folds, on standardised columns. */
function carriersOf(metrics: string[], models: readonly LogisticModel[]) {
  const means = metrics.map(
    (_, column) =>
      models.reduce((sum, { coefficients }) => sum + (coefficients[column] ?? 0), 0) / models.length,
  );
  const total = means.reduce((sum, mean) => sum + Math.abs(mean), 0);
  return metrics
    .map((metric, column) => {
      const mean = means[column] ?? 0;
      return { metric, part: total > 0 ? Math.abs(mean) / total : 0, isLarger: mean > 0 };
    })
    .sort((a, b) => b.part - a.part);
}

function reconstructionOf(before: Points, now: Points): MultivariateFindings['reconstruction'] {
  const test = pcaReconstruction(before, now);
  if (test.status === 'unavailable') return test;
  const { components, effect, p } = test;
  if (components >= before.dimensions) return { status: 'complete', components };
  return { status: 'ok', components, before: test.reference.mean, now: test.current.mean, effect, p };
}
