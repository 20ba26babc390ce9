import { useMemo, useRef } from 'react';
import { Link } from 'wouter';
import type { QualityReport } from '#workers/tasks/quality-tasks.ts';
import { resolveRange, type TimeRange } from '../../api/time-range.ts';
import { ChartGroup } from '../../charts/chart-group.tsx';
import { TimeSeriesChart } from '../../charts/time-series-chart.tsx';
import type { Marker } from '../../charts/time-series.ts';
import { type ComparedQuality, qualityPanels } from '../../health/measure-panels.ts';
import type { StageCompare } from '../../health/use-compare.ts';
import { useComparedQuality, useQuality } from '../../health/use-quality.ts';
import { Boundary } from '../../shell/boundary.tsx';
import { useNow } from '../../shell/use-now.ts';
import { useOnScreen } from '../../ui/use-on-screen.ts';
import { qualityPath } from '../../url/links.ts';
import { useView } from '../../url/use-view.ts';
import panelStyles from './metric-group-block.module.css';
import styles from './stage-page.module.css';

export interface QualityBlockProps {
  pipeline: string;
  stage: string;
  range: TimeRange;
  compare: StageCompare | undefined;
  markers: readonly Marker[];
}

/** How right the answers are, as small multiples like those of the metrics; each says how much of it is labelled. */
export function QualityBlock(props: QualityBlockProps) {
  const { pipeline, stage, range } = props;
  const { view } = useView();
  const section = useRef<HTMLElement>(null);
  const isOnScreen = useOnScreen(section);
  return (
    <section ref={section} className={styles.block} aria-labelledby="group-quality">
      <div className={styles.head}>
        <h2 id="group-quality" className={styles.group}>
          quality
        </h2>
        <Link href={qualityPath(pipeline, stage, view)}>Why it changed</Link>
      </div>
      <Boundary
        what="The quality"
        resetKey={`${range.from} ${range.to} ${view.ref} ${view.ver} ${view.known} ${view.cmp} ${view.seg.join()}`}
      >
        <Panels {...props} isOnScreen={isOnScreen} />
      </Boundary>
    </section>
  );
}

function Panels({
  pipeline,
  stage,
  range,
  compare,
  markers,
  isOnScreen,
}: QualityBlockProps & { isOnScreen: boolean }) {
  const { data: report, isPlaceholderData } = useQuality(pipeline, stage, range, { isEnabled: isOnScreen });
  const compared = useComparedQuality(pipeline, stage, compare, { isEnabled: isOnScreen });
  if (!report) return <div className={panelStyles.loading} role="status" aria-label="Loading the quality" />;
  if (report.sizes.labelled + report.sizes.referenceLabelled === 0) {
    return <p>No label of this stage has arrived: nobody can say yet how right its answers are.</p>;
  }
  if (report.measures.length === 0) return <p>The labels cannot be compared with the answers.</p>;
  return (
    <div aria-busy={isPlaceholderData} className={panelStyles.block}>
      <Charts report={report} compared={compared} range={range} markers={markers} />
    </div>
  );
}

function Charts({
  report,
  compared,
  range,
  markers,
}: {
  report: QualityReport;
  compared: ComparedQuality | undefined;
  range: TimeRange;
  markers: readonly Marker[];
}) {
  const { times, stepMs } = report.slots;
  const nowMs = useNow(60_000);
  const panels = useMemo(() => qualityPanels(report, compared), [report, compared]);
  const domain = useMemo(() => {
    const { fromMs, toMs } = resolveRange(range, nowMs, stepMs / 1000);
    return [fromMs, toMs] as const;
  }, [range, nowMs, stepMs]);
  return (
    <ChartGroup label="Charts of the quality" className={panelStyles.grid}>
      {panels.map(({ id, ...panel }) => (
        <div key={id} className={panelStyles.panel}>
          <TimeSeriesChart {...panel} times={times} step={stepMs} domain={domain} markers={markers} />
        </div>
      ))}
    </ChartGroup>
  );
}
