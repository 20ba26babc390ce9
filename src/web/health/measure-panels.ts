import type { MeasureReport, QualityReport } from '#workers/tasks/quality-tasks.ts';
import type { ChartSeries, TimeSeriesChartProps } from '../charts/time-series.ts';
import { formatValue } from '../format/number.ts';
import { measureName, measureTexts } from './quality-text.ts';

export type MeasurePanel = { id: string } & Pick<
  TimeSeriesChartProps,
  'title' | 'unit' | 'series' | 'counts' | 'isOpen' | 'band' | 'yZero'
>;

/** A measure over time: the interval around it, what the scores let expect, and the reference as a line. */
export function measurePanel(measure: MeasureReport, report: QualityReport): MeasurePanel {
  const { id, series, estimated, reference } = measure;
  const { unit } = measureTexts[id];
  const { rows, labelled } = report.sizes;
  const share = rows > 0 ? formatValue(labelled / rows, 'share') : 'none';
  const lines: ChartSeries[] = [{ name: 'measured', values: series.values, tone: 'series1' }];
  if (estimated) lines.push({ name: 'estimated', values: estimated.values, tone: 'expected' });
  if (reference.status === 'ok') {
    lines.push({
      name: 'reference',
      values: series.values.map(() => reference.value),
      tone: 'muted',
    });
  }
  return {
    id,
    title: `${measureName(id, report)}, ${share} of rows labelled`,
    unit,
    series: lines,
    counts: report.counts,
    isOpen: report.isOpen,
    band: {
      of: 'series',
      low: series.lower,
      median: series.values.map(() => Number.NaN),
      high: series.upper,
    },
    yZero: false,
  };
}

/** How many of the rows have a label, and how many of the labels to be expected have come. */
export function coveragePanel({ slots, maturity }: QualityReport): MeasurePanel {
  const labelled = slots.labelled.map((count, slot) => count / (slots.rows[slot] ?? Number.NaN));
  return {
    id: 'coverage',
    title: 'Labels: rows labelled, and share of the labels to be expected',
    unit: 'share',
    series: [
      { name: 'labelled', values: labelled, tone: 'series1' },
      { name: 'mature', values: maturity, tone: 'muted' },
    ],
    counts: slots.rows,
    yZero: true,
  };
}
