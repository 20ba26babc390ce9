import { useState } from 'react';
import type { ExactComparison } from '#workers/tasks/rows-tasks.ts';
import type { MetricBins } from '#workers/tasks/drift-map-tasks.ts';
import { DistributionChart } from '../../charts/distribution-chart.tsx';
import { metricUnit } from '../../format/metric-label.ts';
import { formatValue } from '../../format/number.ts';
import { Segmented } from '../../ui/segmented.tsx';
import styles from './cell-detail.module.css';
import type { RankedMetric } from './ranking.ts';

/** Both samples in the same bins: those of the score, or for numbers such as are made for the eye. */
export function DistributionView({
  metric,
  bins,
  overlay,
}: {
  metric: RankedMetric;
  bins: MetricBins;
  overlay: ExactComparison['overlay'];
}) {
  const [chosen, setChosen] = useState<'even' | 'score'>('even');
  const isEven = overlay !== undefined && overlay.edges.length > 1 && chosen === 'even';
  return (
    <>
      <DistributionChart
        title={`${metric.name}, current and reference`}
        unit={metricUnit(metric.metric)}
        bins={
          isEven
            ? { kind: 'numeric', edges: overlay.edges }
            : bins.edges
              ? { kind: 'numeric', edges: bins.edges }
              : { kind: 'categories', names: bins.labels }
        }
        reference={isEven ? overlay.reference : bins.reference}
        current={isEven ? overlay.current : bins.current}
      />
      {overlay && overlay.edges.length > 1 && (
        <Segmented
          label="Bins of the chart"
          value={chosen}
          options={[
            { value: 'even', label: 'Equal width' },
            { value: 'score', label: 'Bins of the score' },
          ]}
          onChange={setChosen}
        />
      )}
      <MissingNote missing={bins} />
    </>
  );
}

function MissingNote({ missing: { missing, reference, current } }: { missing: MetricBins }) {
  const share = (count: number, values: Float64Array): number =>
    count / (count + values.reduce((sum, value) => sum + value, 0));
  return (
    <p className={styles.note}>
      Missing values: {formatValue(share(missing.current, current), 'share')} now,{' '}
      {formatValue(share(missing.reference, reference), 'share')} in the reference.
    </p>
  );
}
