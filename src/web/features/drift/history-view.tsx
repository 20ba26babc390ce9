import { useMemo } from 'react';
import type { DriftMap } from '#workers/tasks/drift-map-tasks.ts';
import { countsWindow } from '../../api/drift.ts';
import { ChartGroup } from '../../charts/chart-group.tsx';
import { TimeSeriesChart } from '../../charts/time-series-chart.tsx';
import { methodTexts } from '../../health/drift-methods.ts';
import { useZone } from '../../state/preferences.ts';
import styles from './cell-detail.module.css';
import type { RankedMetric } from './ranking.ts';

/** The score of each slot against the effect that counts as drift. */
export function HistoryView({ map, metric }: { map: DriftMap; metric: RankedMetric }) {
  const zone = useZone();
  const { counts, effects, sizes, method, threshold, leastRows } = map;
  const { fromMs, toMs } = countsWindow(counts);
  const slots = counts.slotsMs.length;
  const series = useMemo(() => {
    const values = effects.slice(metric.index * slots, (metric.index + 1) * slots);
    return [{ name: 'score', values, tone: 'series1' as const }];
  }, [effects, metric.index, slots]);
  const scored = series[0]?.values.reduce((sum, value) => sum + (Number.isNaN(value) ? 0 : 1), 0) ?? 0;
  if (scored === 0) {
    return (
      <p className={styles.note}>
        No slot has a score of {metric.name}: each needs {leastRows} values, and the test must fit its kind.
      </p>
    );
  }
  return (
    <>
      <ChartGroup label="Score over time" zone={zone}>
        <TimeSeriesChart
          title={`${metric.name}, ${methodTexts[method].effect} of each slot`}
          unit="none"
          times={counts.slotsMs}
          step={counts.stepSeconds * 1000}
          series={series}
          counts={sizes.slice(metric.index * slots, (metric.index + 1) * slots)}
          limit={{ value: threshold.alert, severity: 'critical', label: 'drift from' }}
          domain={[fromMs, toMs]}
          yZero
          height={160}
        />
      </ChartGroup>
      <p className={styles.note}>
        {scored} of {slots} slots have a score. Above the line an effect is drift only with evidence: a small
        adjusted p.
      </p>
    </>
  );
}
