import type { MeasureReport, QualityReport } from '#workers/tasks/quality-tasks.ts';
import type { ChartSeries, TimeSeriesChartProps } from '../charts/time-series.ts';
import { formatValue } from '../format/number.ts';
import { measureName, measureTexts } from './quality-text.ts';

export type MeasurePanel = { id: string } & Pick<
  TimeSeriesChartProps,
  'title' | 'unit' | 'series' | 'counts' | 'isOpen' | 'band' | 'compare' | 'yZero'
>;

/** The quality of another window or version, and how much later the shown one lies. */
export type ComparedQuality = { name: string; shiftMs: number; report: QualityReport };

/** All measures that there are, each beside what it is held against, and how far their labels have come. */
export function qualityPanels(report: QualityReport, other: ComparedQuality | undefined): MeasurePanel[] {
  return [...report.measures.map((measure) => measurePanel(measure, report, other)), coveragePanel(report)];
}

/** A measure over time: the interval around it, what the scores let expect, and the reference as a line. */
function measurePanel(
  measure: MeasureReport,
  report: QualityReport,
  other: ComparedQuality | undefined,
): MeasurePanel {
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
    compare: other && comparedMeasure(id, other, report.slots.stepMs),
    band: {
      of: 'series',
      low: series.lower,
      median: series.values.map(() => Number.NaN),
      high: series.upper,
    },
    yZero: false,
  };
}

/** Undefined where the other has no such measure; its slots may be longer than the shown ones, and then hold for all of these. */
function comparedMeasure(
  id: MeasureReport['id'],
  { name, shiftMs, report }: ComparedQuality,
  stepMs: number,
): MeasurePanel['compare'] {
  const measure = report.measures.find((candidate) => candidate.id === id);
  if (!measure) return undefined;
  const { times, stepMs: otherStepMs } = report.slots;
  const parts = Math.max(1, Math.round(otherStepMs / stepMs));
  const fine = new Float64Array(times.length * parts);
  return {
    name,
    times: fine.map((_, at) => (times[Math.floor(at / parts)] ?? 0) + shiftMs + (at % parts) * stepMs),
    values: fine.map((_, at) => measure.series.values[Math.floor(at / parts)] ?? Number.NaN),
  };
}

/** How many of the rows have a label, and how many of the labels to be expected have come. */
function coveragePanel({ slots, maturity }: QualityReport): MeasurePanel {
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
