import type { DriftReport } from '#workers/file/protocol.ts';
import { CurveChart } from '../../charts/curve-chart.tsx';
import { formatInterval, formatValue } from '../../format/number.ts';

type Calibration = NonNullable<Extract<DriftReport['quality'], { status: 'ok' }>['calibration']>;
type Known = Extract<Calibration['current'], { status: 'ok' }>;

/** Share of positive labels over the mean score, bin by bin, of both sides. */
export function ReliabilityDiagram({ calibration }: { calibration: Calibration }) {
  const { reference, current } = calibration;
  if (current.status !== 'ok') return <p>No calibration: the scores are no probabilities.</p>;
  const curve = (of: Known, name: 'reference' | 'current') => ({
    name,
    tone: name,
    drawnAs: 'line' as const,
    x: Float64Array.from(of.bins, ({ meanScore }) => meanScore),
    y: Float64Array.from(of.bins, ({ positiveShare }) => positiveShare),
  });
  const column = (name: string, unit: 'share' | 'count', of: (bin: Known['bins'][number]) => number) => ({
    name,
    unit,
    values: Float64Array.from(current.bins, of),
  });
  return (
    <CurveChart
      title="Calibration"
      sentence={`Expected calibration error ${eceText(current)}${
        reference.status === 'ok' ? `, of the reference ${eceText(reference)}` : ''
      }. On the line the share of positive labels equals the score.`}
      x={{ label: 'mean score', unit: 'share' }}
      y={{ label: 'positive labels', unit: 'share' }}
      curves={[
        ...(reference.status === 'ok' ? [curve(reference, 'reference')] : []),
        curve(current, 'current'),
      ]}
      isSquare
      table={[
        column('Mean score', 'share', ({ meanScore }) => meanScore),
        column('Positive labels', 'share', ({ positiveShare }) => positiveShare),
        column('from', 'share', ({ lower }) => lower),
        column('to', 'share', ({ upper }) => upper),
        column('n', 'count', ({ n }) => n),
      ]}
    />
  );
}

function eceText({ ece }: Known): string {
  return `${formatValue(ece.value, 'none')} ${formatInterval(ece.lower, ece.upper, 'none')}`;
}
