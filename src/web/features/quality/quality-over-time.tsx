import { useMemo } from 'react';
import type { QualityReport } from '#workers/tasks/quality-tasks.ts';
import { resolveRange, type TimeRange } from '../../api/time-range.ts';
import { ChartGroup } from '../../charts/chart-group.tsx';
import { CrosshairProvider } from '../../charts/crosshair-provider.tsx';
import { TimeSeriesChart } from '../../charts/time-series-chart.tsx';
import { formatCount, formatDuration, formatValue } from '../../format/number.ts';
import { useNow } from '../../shell/use-now.ts';
import { useZone } from '../../state/preferences.ts';
import { useView } from '../../url/use-view.ts';
import { formatBound } from '../../url/view.ts';
import { type ComparedQuality, qualityPanels } from '../../health/measure-panels.ts';
import styles from './quality-page.module.css';

/** All measures on one time axis, the one that stands for all first and large. */
export function QualityOverTime({
  report,
  compared,
  range,
}: {
  report: QualityReport;
  compared: ComparedQuality | undefined;
  range: TimeRange;
}) {
  const zone = useZone();
  const { view, setView } = useView();
  const { times, stepMs } = report.slots;
  const nowMs = useNow(60_000);
  const domain = useMemo(() => {
    const { fromMs, toMs } = resolveRange(range, nowMs, stepMs / 1000);
    return [fromMs, toMs] as const;
  }, [range, nowMs, stepMs]);
  const panels = useMemo(() => qualityPanels(report, compared), [report, compared]);
  return (
    <CrosshairProvider
      zone={zone}
      pinnedAt={view.at === undefined ? undefined : Date.parse(view.at)}
      onPin={(time) => setView({ at: time === undefined ? undefined : formatBound(time) }, { replace: true })}
    >
      <ChartGroup label="Charts of the quality" className={styles.grid}>
        {panels.map(({ id, ...panel }, index) => (
          <div key={id} className={index === 0 ? styles.main : undefined}>
            <TimeSeriesChart
              {...panel}
              times={times}
              step={stepMs}
              domain={domain}
              height={index === 0 ? 180 : 96}
            />
          </div>
        ))}
      </ChartGroup>
      <p className={styles.note}>{estimateText(report)}</p>
    </CrosshairProvider>
  );
}

/** How the dashed line came about, and how far it could be trusted so far. */
function estimateText({ estimate, delay, answers, hasScores }: QualityReport): string {
  const late = delay
    ? `Half of the labels come within ${formatDuration(delay.p50Ms)}, nine in ten within ${formatDuration(delay.p90Ms)}; ${formatValue(delay.eventualShare, 'share')} of the rows get one. Points are hollow while fewer than 80 % of theirs have come or there are fewer than 100.`
    : '';
  if (answers.kind === 'regression') return `${late} Without labels nothing can be expected of numbers.`;
  if (!hasScores) return `${late} Without a confidence nothing can be expected before labels come.`;
  if (!estimate) return `${late} The reference has too few labelled rows to tell quality from scores alone.`;
  const calibration = estimate.isCalibrated
    ? `calibrated on ${formatCount(estimate.referenceRows)} labelled rows of the reference`
    : `taken from the scores as they are: ${formatCount(estimate.referenceRows)} labelled rows are too few to calibrate them`;
  const record =
    estimate.checked > 0
      ? ` It met the measured one in ${estimate.agreed} of ${estimate.checked} intervals whose labels have come.`
      : ' No interval has labels enough yet to check it.';
  const abstained =
    estimate.abstained > 0
      ? ` In ${estimate.abstained} it abstains: their scores lie outside the reference’s.`
      : '';
  return `${late} The dashed line is ${calibration}, and does not see concept drift.${record}${abstained}`;
}
