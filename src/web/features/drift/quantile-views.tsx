import type { ExactComparison } from '#workers/tasks/rows-tasks.ts';
import { CurveChart } from '../../charts/curve-chart.tsx';
import { metricUnit } from '../../format/metric-label.ts';
import { formatCount, formatDifference, formatValue, type Unit } from '../../format/number.ts';
import styles from './cell-detail.module.css';
import type { RankedMetric } from './ranking.ts';

export interface QuantileViewProps {
  metric: RankedMetric;
  /** Of the rows; undefined while they are on the way. */
  exact: ExactComparison | undefined;
}

/** Cumulative shares of both samples over the values. */
export function EcdfView({ metric, exact }: QuantileViewProps) {
  const unit = metricUnit(metric.metric);
  const quantiles = quantilesOf(exact);
  if (!quantiles) return <WhyNone metric={metric} exact={exact} />;
  const ks = exact?.scores.find(({ method }) => method === 'ks');
  const gap =
    ks?.status === 'ok'
      ? `The curves are at most ${formatValue(ks.statistic, 'share')} apart (Kolmogorov–Smirnov D).`
      : 'The curves could not be compared.';
  const { levels, reference, current } = quantiles;
  return (
    <CurveChart
      title={`${metric.name}, cumulative share`}
      sentence={`${gap} ${quantileText(quantiles, 0.5, unit)}`}
      x={{ label: metric.name, unit }}
      y={{ label: 'share of the values', unit: 'share' }}
      curves={[
        {
          name: `reference, n ${formatCount(exact?.reference.total)}`,
          tone: 'reference',
          drawnAs: 'line',
          x: reference,
          y: levels,
        },
        {
          name: `current, n ${formatCount(exact?.current.total)}`,
          tone: 'current',
          drawnAs: 'line',
          x: current,
          y: levels,
        },
      ]}
      table={tableOf(quantiles, unit)}
    />
  );
}

/** Equal quantiles of both samples against each other: on the line where nothing changed. */
export function QuantileView({ metric, exact }: QuantileViewProps) {
  const unit = metricUnit(metric.metric);
  const quantiles = quantilesOf(exact);
  if (!quantiles) return <WhyNone metric={metric} exact={exact} />;
  const sentence = [0.05, 0.5, 0.95].map((level) => quantileText(quantiles, level, unit)).join(' ');
  return (
    <CurveChart
      title={`${metric.name}, quantiles of current against reference`}
      sentence={sentence}
      x={{ label: 'quantile of the reference', unit }}
      y={{ label: 'quantile of the current values', unit }}
      curves={[
        {
          name: `n ${formatCount(exact?.current.total)} against ${formatCount(exact?.reference.total)}`,
          tone: 'current',
          drawnAs: 'points',
          x: quantiles.reference,
          y: quantiles.current,
        },
      ]}
      isSquare
      table={tableOf(quantiles, unit)}
    />
  );
}

type Quantiles = NonNullable<ExactComparison['quantiles']>;

function quantilesOf(exact: ExactComparison | undefined): Quantiles | undefined {
  const quantiles = exact?.quantiles;
  const hasValues =
    quantiles && !Number.isNaN(quantiles.reference[0] ?? NaN) && !Number.isNaN(quantiles.current[0] ?? NaN);
  return hasValues ? quantiles : undefined;
}

function WhyNone({ metric, exact }: QuantileViewProps) {
  if (metric.kind === 'categorical') {
    return <p className={styles.note}>{metric.name} has categories, which have no order. See “Bins”.</p>;
  }
  if (!exact) return <p className={styles.waiting}>It is drawn from the rows, once they are here.</p>;
  if (exact.basis === 'counts') {
    return (
      <p className={styles.note}>There are too many rows to fetch and draw; see “Bins” for their counts.</p>
    );
  }
  const side = exact.current.total === 0 ? 'this window' : 'the reference';
  return <p className={styles.note}>There are no values in {side} to draw.</p>;
}

function quantileText({ levels, reference, current }: Quantiles, level: number, unit: Unit): string {
  const at = levels.findIndex((candidate) => Math.abs(candidate - level) < 1e-9);
  const [before, now] = [reference[at] ?? NaN, current[at] ?? NaN];
  const name = level === 0.5 ? 'Median' : `p${Math.round(level * 100)}`;
  return `${name} ${formatValue(before, unit)} before, ${formatValue(now, unit)} now (${formatDifference(now - before, unit)}).`;
}

function tableOf({ levels, reference, current }: Quantiles, unit: Unit) {
  return [
    { name: 'Quantile', unit: 'share' as const, values: levels },
    { name: 'Reference', unit, values: reference },
    { name: 'Current', unit, values: current },
  ];
}
