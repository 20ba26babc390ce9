import { builtInMetrics } from '#contract/metric.ts';
import type { StageFigures } from '#contract/pipeline.ts';
import { quantile } from '#stats/histogram.ts';
import type { Ports } from '../../ports.ts';
import type { CategoryCount, StageSelection } from '../../prediction-log.ts';
import { histogramOf } from './histogram-of.ts';

const { latency, status, nullOutput } = builtInMetrics;

/** The headline figures of a version, a segment, or what was known at a moment. */
export async function figures({ log }: Ports, selection: StageSelection): Promise<StageFigures> {
  const [rows, latencies, categories] = await Promise.all([
    log.countRows(selection),
    log.numericHistograms(selection, [latency]),
    log.categoryHistograms(selection, [status, nullOutput]),
  ]);
  const p95 = quantile(histogramOf(latencies), 0.95);
  return {
    rows,
    ratePerSecond: rows / ((selection.toMs - selection.fromMs) / 1000),
    latencyP95Ms: Number.isNaN(p95) ? null : p95,
    errorShare: shareOf(categories, status, (category) => category !== 'ok'),
    nullShare: shareOf(categories, nullOutput, (category) => category === 'true'),
  };
}

function shareOf(
  counts: readonly CategoryCount[],
  metric: string,
  isMeant: (category: string) => boolean,
): number | null {
  const own = counts.filter((cell) => cell.metric === metric);
  const meant = own.filter(({ category }) => isMeant(category));
  const rows = (cells: readonly CategoryCount[]) => cells.reduce((sum, { count }) => sum + count, 0);
  return own.length > 0 ? rows(meant) / rows(own) : null;
}
