import type { QualityReport } from '#workers/tasks/quality-tasks.ts';
import type { StageSummary } from '#contract/pipeline.ts';
import type { TimeRange } from '../../api/time-range.ts';
import { formatCount } from '../../format/number.ts';
import { formatRange } from '../../format/time.ts';
import { useNow } from '../../shell/use-now.ts';
import { useZone } from '../../state/preferences.ts';
import { Glyph } from '../../ui/glyph.tsx';
import { ClassTable } from './class-table.tsx';
import { DecompositionTable } from './decomposition-table.tsx';
import { DetectorTable } from './detector-table.tsx';
import { LateVerdictTable } from './late-verdict-table.tsx';
import { HowToLabel } from './how-to-label.tsx';
import { qualityAnswer } from '../../health/quality-answer.ts';
import { QualityOverTime } from './quality-over-time.tsx';
import styles from './quality-page.module.css';
import { scoreText } from '../../health/quality-text.ts';
import { SegmentQualityView } from './segment-quality.tsx';
import { ScoreMeaning } from './score-meaning.tsx';
import { useCompare } from '../../health/use-compare.ts';
import { useComparedQuality, useQuality } from '../../health/use-quality.ts';

/** From the answer to the evidence: over time, why it changed, what the score means, what the detectors saw. */
export function QualityView({
  pipeline,
  stage,
  range,
}: {
  pipeline: string;
  stage: StageSummary;
  range: TimeRange;
}) {
  const { data: report, isPlaceholderData } = useQuality(pipeline, stage.name, range);
  if (!report) return <p className={styles.loading}>Joining rows with their labels …</p>;
  const { severity, text } = qualityAnswer(report, stage.title ?? stage.name);
  const hasLabels = report.sizes.labelled + report.sizes.referenceLabelled > 0;
  const isComparable = report.answers.kind !== 'unknown';
  return (
    <div
      aria-busy={isPlaceholderData}
      className={styles.view}
      data-method="quality from labelled rows with 95 % intervals; expected from scores where labels are missing"
    >
      <p className={styles.answer}>
        {severity && <Glyph name={severity} />}
        <span>{text}</span>
      </p>
      {!hasLabels && <HowToLabel pipeline={pipeline} stage={stage.name} />}
      {hasLabels && !isComparable && (
        <p className={styles.note}>
          A free text is judged by labels true and false, a class by the name of the right class, a number by
          the right number.
        </p>
      )}
      {hasLabels && isComparable && (
        <Evidence pipeline={pipeline} stage={stage.name} report={report} range={range} />
      )}
    </div>
  );
}

function Evidence({
  pipeline,
  stage,
  report,
  range,
}: {
  pipeline: string;
  stage: string;
  report: QualityReport;
  range: TimeRange;
}) {
  const compared = useComparedQuality(pipeline, stage, useCompare(pipeline, stage, range));
  return (
    <>
      <Basis report={report} />
      <QualityOverTime report={report} compared={compared} range={range} />
      <section className={styles.section} aria-labelledby="late-verdicts">
        <h2 id="late-verdicts">Verdicts changed by late labels</h2>
        <LateVerdictTable report={report} />
      </section>
      <section className={styles.section} aria-labelledby="why">
        <h2 id="why">Why it changed</h2>
        <DecompositionTable report={report} />
      </section>
      <section className={styles.section} aria-labelledby="segments">
        <h2 id="segments">By segment</h2>
        <SegmentQualityView pipeline={pipeline} stage={stage} range={range} report={report} />
      </section>
      {report.byClass && (
        <section className={styles.section} aria-labelledby="classes">
          <h2 id="classes">By class</h2>
          <ClassTable byClass={report.byClass} />
        </section>
      )}
      <section className={styles.section} aria-labelledby="meaning">
        <h2 id="meaning">Does the score still mean what it meant?</h2>
        <ScoreMeaning report={report} />
      </section>
      <section className={styles.section} aria-labelledby="detectors">
        <h2 id="detectors">Detectors on the errors</h2>
        <DetectorTable report={report} />
      </section>
    </>
  );
}

/** What the figures rest on. */
function Basis({ report }: { report: QualityReport }) {
  const zone = useZone();
  const nowMs = useNow(60_000);
  const { reference, sizes } = report;
  const when = formatRange(Date.parse(reference.from), Date.parse(reference.to), zone, nowMs);
  return (
    <p className={styles.note}>
      {formatCount(sizes.labelled)} of {formatCount(sizes.rows)} rows of this range are labelled. Reference: “
      {reference.name}” ({when}), {formatCount(sizes.referenceLabelled)} labelled rows. {scoreText(report)}
      {sizes.isSampled && ' Figures rest on a sample of the labelled rows, the same each time.'} All intervals
      are 95 %.
    </p>
  );
}
