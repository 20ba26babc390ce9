import { useQuery } from '@tanstack/react-query';
import type { Metric, MetricKind } from '#contract/metric.ts';
import type { QualityBySegment, SegmentQuality } from '#workers/tasks/frame-tasks.ts';
import type { QualityReport } from '#workers/tasks/quality-tasks.ts';
import { useDriftClient } from '../../api/drift-client.tsx';
import { catalogueQuery } from '../../api/pipelines.ts';
import { qualityBySegmentQuery } from '../../api/quality-by-segment.ts';
import { type RangeCuts, rangeCutsQuery } from '../../api/range-cuts.ts';
import type { TimeRange } from '../../api/time-range.ts';
import { formatCount, formatDifference, formatPValue, formatValue, type Unit } from '../../format/number.ts';
import { conditionText, narrowTo } from '../../shell/segment-text.ts';
import { TaskStatus } from '../../shell/task-status.tsx';
import { useTaskRun } from '../../api/use-task-run.ts';
import { LongName } from '../../ui/long-name.tsx';
import { useRowScope } from '../../url/use-row-scope.ts';
import { useView } from '../../url/use-view.ts';
import styles from './quality-page.module.css';
import { segmentQualityAnswer } from './segment-quality-answer.ts';

/** Metrics of which the values, or the ranges of numbers, are looked at; inputs come first. */
const MOST_COLUMNS = 16;
const MOST_RANGES = 8;

interface SegmentQualityViewProps {
  pipeline: string;
  stage: string;
  range: TimeRange;
  report: QualityReport;
}

/** Which segment of the rows lost most quality. */
export function SegmentQualityView(props: SegmentQualityViewProps) {
  const { pipeline, stage, report } = props;
  const { data: metrics, isError } = useQuery({
    ...catalogueQuery(pipeline),
    select: ({ stages }) => stages.find(({ name }) => name === stage)?.metrics ?? [],
  });
  const numeric = idsOf(metrics ?? [], 'numeric').slice(0, MOST_RANGES);
  const { id, provisional } = report.reference;
  const cuts = useQuery({
    ...rangeCutsQuery({ pipeline, stage, reference: provisional ? undefined : id, metrics: numeric }),
    enabled: metrics !== undefined,
  });
  if (isError) return <p role="alert">The metrics of this stage could not be read.</p>;
  if (!metrics || (!cuts.data && !cuts.isError)) return <p role="status">Looking up the segments …</p>;
  const columns = [...idsOf(metrics, 'categorical').slice(0, MOST_COLUMNS), ...numeric];
  return <Losses {...props} columns={columns} cuts={cuts.data ?? {}} />;
}

function Losses({
  pipeline,
  stage,
  range,
  report,
  columns,
  cuts,
}: SegmentQualityViewProps & { columns: readonly string[]; cuts: RangeCuts }) {
  const drift = useDriftClient();
  const scope = useRowScope();
  const { id, from, to, source } = report.reference;
  const run = useTaskRun(
    qualityBySegmentQuery(drift, {
      ...scope,
      pipeline,
      stage,
      range,
      reference: { id, from, to, source },
      columns,
      cuts,
    }),
  );
  return (
    <>
      <TaskStatus run={run} what="the search" act="Search the segments" />
      {run.data && (
        <>
          <p>{segmentQualityAnswer(run.data)}</p>
          {run.data.status === 'ok' && run.data.segments.length > 0 && <LossTable losses={run.data} />}
          <p className={styles.note}>
            <button type="button" onClick={run.runAgain} disabled={run.isRunning}>
              Search again
            </button>
          </p>
        </>
      )}
    </>
  );
}

function LossTable({ losses }: { losses: Extract<QualityBySegment, { status: 'ok' }> }) {
  const unit = losses.error === 'share' ? 'share' : 'none';
  const measured = losses.error === 'share' ? 'Wrong' : 'Mean error';
  return (
    <>
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- a box that scrolls must be reachable by key */}
      <section className={styles.scroller} aria-label="Quality by segment, table" tabIndex={0}>
        <table>
          <caption className="visually-hidden">Segments by how much their errors grew</caption>
          <thead>
            <tr>
              <th scope="col">Segment</th>
              <th scope="col" data-numeric>
                {measured} now
              </th>
              <th scope="col" data-numeric>
                in the reference
              </th>
              <th scope="col" data-numeric>
                Change (95 %)
              </th>
              <th scope="col" data-numeric>
                Adjusted p
              </th>
              <th scope="col" data-numeric>
                n now
              </th>
              <th scope="col" data-numeric>
                n reference
              </th>
            </tr>
          </thead>
          <tbody>
            {losses.segments.map((loss) => (
              <LossRow key={conditionText(loss.segment)} loss={loss} unit={unit} />
            ))}
          </tbody>
        </table>
      </section>
      <p className={styles.note}>
        A positive change is a loss. Adjusted p: that nothing changed, among all{' '}
        {formatCount(losses.searched)} values and ranges with 30 labelled rows or more on both sides
        (Benjamini–Hochberg). n counts labelled rows.
      </p>
    </>
  );
}

function LossRow({ loss, unit }: { loss: SegmentQuality; unit: Unit }) {
  const { segment, reference, current, change, adjustedP } = loss;
  const { view, setView } = useView();
  return (
    <tr>
      <th scope="row">
        <button
          type="button"
          data-kind="plain"
          title="Show these rows alone"
          onClick={() => setView(narrowTo(view, [segment]))}
        >
          <LongName name={conditionText(segment)} most={48} />
        </button>
      </th>
      <td data-numeric>{formatValue(current.mean, unit)}</td>
      <td data-numeric>{formatValue(reference.mean, unit)}</td>
      <td data-numeric>
        {formatDifference(change.value, unit)} [{formatDifference(change.lower, unit)},{' '}
        {formatDifference(change.upper, unit)}]
      </td>
      <td data-numeric>{formatPValue(adjustedP).replace(/^p\s=\s|^p\s/, '')}</td>
      <td data-numeric>{formatCount(current.n)}</td>
      <td data-numeric>{formatCount(reference.n)}</td>
    </tr>
  );
}

function idsOf(metrics: readonly Metric[], kind: MetricKind): string[] {
  const groups = ['input', 'output', 'software'];
  return metrics
    .filter((metric) => metric.kind === kind)
    .toSorted((a, b) => groups.indexOf(a.group) - groups.indexOf(b.group))
    .map(({ id }) => id);
}
