import type { QualityReport } from '#workers/tasks/quality-tasks.ts';
import { CurveChart, type CurveChartProps } from '../../charts/curve-chart.tsx';
import { formatCount, formatPValue, formatValue } from '../../format/number.ts';
import styles from './quality-page.module.css';
import { changeText, measureText } from '../../health/quality-text.ts';

/** Reliability on both sides, and the change of what a score means. */
export function ScoreMeaning({ report }: { report: QualityReport }) {
  const { answers, hasScores } = report;
  if (answers.kind === 'regression') {
    return <p className={styles.note}>Numbers have no confidence whose meaning could change.</p>;
  }
  if (!hasScores) {
    return (
      <p className={styles.note}>
        No confidence is recorded: send it with each prediction to see whether it can be believed.
      </p>
    );
  }
  return (
    <div className={styles.pair}>
      <Reliability report={report} />
      <MeaningChange report={report} />
    </div>
  );
}

type Curve = CurveChartProps['curves'][number];

function Reliability({ report }: { report: QualityReport }) {
  const sides = [
    { name: 'reference', tone: 'reference' as const, calibration: report.calibration.reference },
    { name: 'now', tone: 'current' as const, calibration: report.calibration.current },
  ].flatMap(({ calibration, ...side }) => (calibration.status === 'ok' ? [{ ...side, calibration }] : []));
  if (sides.length === 0) {
    const { current } = report.calibration;
    return (
      <p className={styles.note}>
        {current.status === 'unavailable' && current.reason === 'not-probabilities'
          ? 'The scores are no probabilities, so they have no reliability.'
          : 'No row has both a score and a label.'}
      </p>
    );
  }
  const column = (bins: { [key: string]: number }[], name: string) =>
    Float64Array.from(bins, (bin) => bin[name] ?? Number.NaN);
  const curves = sides.map(({ name, tone, calibration }): Curve => {
    const bins = calibration.bins.map((bin) => ({ ...bin }));
    return {
      name,
      tone,
      drawnAs: 'points',
      x: column(bins, 'meanScore'),
      y: column(bins, 'positiveShare'),
      lower: column(bins, 'lower'),
      upper: column(bins, 'upper'),
    };
  });
  const rows = sides.flatMap(({ calibration }) => calibration.bins.map((bin) => bin.from));
  const froms = [...new Set(rows)].sort((a, b) => a - b);
  const cell = (side: (typeof sides)[number], of: 'n' | 'meanScore' | 'positiveShare') =>
    Float64Array.from(
      froms,
      (from) => side.calibration.bins.find((bin) => bin.from === from)?.[of] ?? Number.NaN,
    );
  return (
    <CurveChart
      title="Reliability"
      sentence={sides
        .map(
          ({ name, calibration }) =>
            `Calibration error ${name}: ${measureText(calibration.ece, 'none')}, ${formatValue(calibration.eceOfPerfect, 'none')} for right scores.`,
        )
        .join(' ')}
      x={{ label: 'score', unit: 'share' }}
      y={{ label: 'share that was so', unit: 'share' }}
      curves={curves}
      isSquare
      table={[
        { name: 'score from', unit: 'share', values: Float64Array.from(froms) },
        ...sides.flatMap((side) => [
          { name: `mean score, ${side.name}`, unit: 'share' as const, values: cell(side, 'meanScore') },
          { name: `was so, ${side.name}`, unit: 'share' as const, values: cell(side, 'positiveShare') },
          { name: `n, ${side.name}`, unit: 'count' as const, values: cell(side, 'n') },
        ]),
      ]}
    />
  );
}

function MeaningChange({ report }: { report: QualityReport }) {
  const { concept } = report;
  if (concept.status !== 'ok') {
    return (
      <p className={styles.note}>
        What a score means cannot be compared: {formatCount(concept.n)} and {formatCount(concept.m)} labelled
        rows with a score are too few.
      </p>
    );
  }
  const { byBin: bins } = concept;
  const column = (of: (bin: (typeof bins)[number]) => number) => Float64Array.from(bins, of);
  const middles = middlesOf(bins);
  const worst = bins.reduce((most, bin) => (Math.abs(bin.change) > Math.abs(most.change) ? bin : most));
  const isSure = concept.p < 0.01;
  return (
    <CurveChart
      title={`Change of P(${report.answers.kind === 'binary' ? report.answers.positive : 'right'} | score)`}
      sentence={`${isSure ? 'The meaning of the score changed' : 'No change of the score’s meaning beyond chance'} (${formatPValue(concept.p)}, n ${formatCount(concept.m)} against ${formatCount(concept.n)}); most at scores up to ${formatValue(Math.min(1, worst.to), 'share')}: ${changeText({ status: 'ok', value: worst.change, lower: worst.lower, upper: worst.upper }, 'share')}.`}
      x={{ label: 'score', unit: 'share' }}
      y={{ label: 'change', unit: 'share' }}
      hasZeroLine
      curves={[
        {
          name: 'now against the reference, at equal scores',
          tone: 'current',
          drawnAs: 'points',
          x: middles,
          y: column(({ change }) => change),
          lower: column(({ lower }) => lower),
          upper: column(({ upper }) => upper),
        },
      ]}
      table={[
        { name: 'score up to', unit: 'share', values: column(({ to }) => Math.min(1, to)) },
        { name: 'was so, reference', unit: 'share', values: column(({ reference }) => reference) },
        { name: 'was so, now', unit: 'share', values: column(({ current }) => current) },
        { name: 'change at equal scores', unit: 'share', values: column(({ change }) => change) },
        { name: 'n, reference', unit: 'count', values: column(({ n }) => n) },
        { name: 'n, now', unit: 'count', values: column(({ m }) => m) },
      ]}
    />
  );
}

/** The outermost bins are open: their points stand as far from their border as those of their neighbours do. */
function middlesOf(bins: readonly { from: number; to: number }[]): Float64Array {
  const width = (bin: number): number => {
    const { from, to } = bins[bin] ?? { from: Number.NaN, to: Number.NaN };
    return Number.isFinite(to - from) ? to - from : 0.1;
  };
  return Float64Array.from(bins, ({ from, to }, bin) => {
    if (Number.isFinite(from) && Number.isFinite(to)) return (from + to) / 2;
    if (Number.isFinite(to)) return to - width(bin + 1) / 2;
    return Number.isFinite(from) ? from + width(bin - 1) / 2 : 0.5;
  });
}
