import { useQuery } from '@tanstack/react-query';
import type { MetricKind } from '#contract/metric.ts';
import type { DriftMap } from '#workers/tasks/drift-map-tasks.ts';
import type { SliceFinding, SliceFindings } from '#workers/tasks/frame-tasks.ts';
import { useDriftClient } from '../../api/drift-client.tsx';
import { type RangeCuts, rangeCutsQuery } from '../../api/range-cuts.ts';
import { sliceSearchQuery } from '../../api/slices.ts';
import { formatCount, formatPValue, formatValue } from '../../format/number.ts';
import { LongName } from '../../ui/long-name.tsx';
import { useRowScope } from '../../url/use-row-scope.ts';
import { useView } from '../../url/use-view.ts';
import styles from './cell-detail.module.css';
import type { RankedMetric } from './ranking.ts';
import { conditionsText, narrowTo } from '../../shell/segment-text.ts';
import { segmentAnswer } from './segment-answer.ts';
import { TaskStatus } from '../../shell/task-status.tsx';
import { useTaskRun } from '../../api/use-task-run.ts';

/** Metrics of which the values, or the ranges of numbers, are searched; inputs come first. */
const MOST_COLUMNS = 16;
const MOST_RANGES = 8;

export interface SegmentsViewProps {
  pipeline: string;
  stage: string;
  map: DriftMap;
  metric: RankedMetric;
  window: { fromMs: number; toMs: number };
}

/** Which slice of the rows explains most of the change of a metric. */
export function SegmentsView(props: SegmentsViewProps) {
  const { pipeline, stage, map, metric } = props;
  const numeric = columnsOf(map, metric.metric, 'numeric').slice(0, MOST_RANGES);
  const { id, provisional } = map.counts.reference;
  const { data: cuts, isError } = useQuery(
    rangeCutsQuery({ pipeline, stage, reference: provisional ? undefined : id, metrics: numeric }),
  );
  if (!cuts && !isError) return <p role="status">Reading where the numbers are cut into ranges …</p>;
  return <Search {...props} numeric={numeric} cuts={cuts ?? {}} />;
}

function Search({
  pipeline,
  stage,
  map,
  metric,
  window,
  numeric,
  cuts,
}: SegmentsViewProps & { numeric: readonly string[]; cuts: RangeCuts }) {
  const drift = useDriftClient();
  const scope = useRowScope();
  const { reference, url } = map.counts;
  const search = useTaskRun(
    sliceSearchQuery(drift, {
      ...scope,
      pipeline,
      stage,
      metric: metric.metric,
      columns: [...columnsOf(map, metric.metric, 'categorical').slice(0, MOST_COLUMNS), ...numeric],
      cuts,
      countsUrl: url,
      reference: { from: reference.from, to: reference.to },
      current: window,
    }),
  );
  return (
    <>
      <TaskStatus run={search} what="the search" act="Search the segments" />
      {search.data && (
        <>
          <p>{segmentAnswer(metric.name, search.data)}</p>
          {search.data.slices.length > 0 && <SliceTable name={metric.name} findings={search.data} />}
          <p className={styles.note}>
            {rowsText(search.data)}{' '}
            <button type="button" onClick={search.runAgain} disabled={search.isRunning}>
              Search again
            </button>
          </p>
        </>
      )}
    </>
  );
}

function SliceTable({ name, findings }: { name: string; findings: SliceFindings }) {
  return (
    <>
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- a box that scrolls must be reachable by key */}
      <section className={styles.scroller} aria-label={`Segments of ${name}`} tabIndex={0}>
        <table>
          <caption className="visually-hidden">
            Segments by how much of the change of {name} they explain beyond their size
          </caption>
          <thead>
            <tr>
              <th scope="col">Segment</th>
              <th scope="col" data-numeric>
                Explains
              </th>
              <th scope="col" data-numeric>
                Size
              </th>
              <th scope="col" data-numeric>
                Adjusted p
              </th>
              <th scope="col" data-numeric>
                Score inside
              </th>
              <th scope="col" data-numeric>
                Score outside
              </th>
              <th scope="col" data-numeric>
                n current
              </th>
              <th scope="col" data-numeric>
                n reference
              </th>
            </tr>
          </thead>
          <tbody>
            {findings.slices.map((slice) => (
              <SliceRow key={conditionsText(slice.conditions)} slice={slice} />
            ))}
          </tbody>
        </table>
      </section>
      <p className={styles.note}>
        Explains: the part of the change (Le Cam’s divergence, which adds up over the values of a metric) that
        the rows of the segment make. Size: its share of all rows. Scores are Jensen–Shannon distances.
        Adjusted p: that it explains no more than its size, among all {formatCount(findings.searched)}{' '}
        segments and pairs that were searched.
      </p>
    </>
  );
}

function SliceRow({ slice }: { slice: SliceFinding }) {
  const { view, setView } = useView();
  const name = conditionsText(slice.conditions);
  return (
    <tr>
      <th scope="row">
        <button
          type="button"
          data-kind="plain"
          title="Show these rows alone"
          onClick={() => setView(narrowTo(view, slice.conditions))}
        >
          <LongName name={name} most={48} />
        </button>
      </th>
      <td data-numeric>{formatValue(slice.explained, 'share')}</td>
      <td data-numeric>{formatValue(slice.size, 'share')}</td>
      <td data-numeric>{formatPValue(slice.adjustedP).replace(/^p\s=\s|^p\s/, '')}</td>
      <td data-numeric>{formatValue(slice.inside, 'none')}</td>
      <td data-numeric>{formatValue(slice.outside, 'none')}</td>
      <td data-numeric>{formatCount(slice.current)}</td>
      <td data-numeric>{formatCount(slice.reference)}</td>
    </tr>
  );
}

/** What a segment can be made of: metrics other than the one that is looked at. */
function columnsOf({ counts }: DriftMap, metric: string, kind: MetricKind): string[] {
  const groups = ['input', 'output', 'software'];
  return counts.metrics
    .filter((candidate) => candidate.kind === kind && candidate.metric !== metric)
    .toSorted((a, b) => groups.indexOf(a.group) - groups.indexOf(b.group))
    .map((candidate) => candidate.metric);
}

function rowsText({ reference, current, columns }: SliceFindings): string {
  const side = ({ total, taken }: SliceFindings['current'], where: string): string =>
    taken < total
      ? `a sample of ${formatCount(taken)} of the ${formatCount(total)} rows ${where}, the same each time`
      : `all ${formatCount(taken)} rows ${where}`;
  const searched =
    columns.length === 0
      ? 'No metric has two values to compare'
      : `Searched: the values or ranges of ${columns.length} metrics, alone and in pairs`;
  return `${searched}; ${side(current, 'of this window')} against ${side(reference, 'of the reference')}.`;
}
