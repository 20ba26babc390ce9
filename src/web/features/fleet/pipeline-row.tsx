import { Link } from 'wouter';
import type { StageHeadline } from '#contract/pipeline.ts';
import { formatValue, MISSING } from '../../format/number.ts';
import { formatAgo } from '../../format/time.ts';
import { reasonOf } from '../../shell/boundary.tsx';
import { SampleTag } from '../../shell/sample-tag.tsx';
import { nameOfRange } from '../../shell/time-range-moves.ts';
import { useNow } from '../../shell/use-now.ts';
import { LongName } from '../../ui/long-name.tsx';
import { pipelinePath } from '../../url/links.ts';
import { fleetDefaultRange } from '../../url/use-time-range.ts';
import { useView } from '../../url/use-view.ts';
import type { Watched } from './fleet-page.tsx';
import styles from './pipeline-row.module.css';
import { StageCells } from './stage-cells.tsx';

export function PipelineRow({
  watched,
  height,
}: {
  watched: Watched;
  /** Fixed in a long list, in CSS pixels. */
  height: number | undefined;
}) {
  const { pipeline, range, overview, error, stages } = watched;
  const { view } = useView();
  const nowMs = useNow();
  const headlines = overview?.stages ?? [];
  return (
    <li className={styles.row} data-fixed={height !== undefined || undefined} style={{ height }}>
      <div className={styles.name}>
        <Link href={pipelinePath(pipeline.name, view)}>
          <LongName name={pipeline.title ?? pipeline.name} />
        </Link>
        {pipeline.sample && <SampleTag />}
        {view.from === undefined && range.from !== fleetDefaultRange.from && (
          <span className={styles.range}>{nameOfRange(range) ?? `${range.from} to ${range.to}`}</span>
        )}
      </div>
      <StageCells watched={watched} />
      {error && !overview ? (
        <p className={styles.failure}>The figures could not be read: {reasonOf(error)}</p>
      ) : (
        <dl className={styles.figures}>
          <Figure
            label="Requests"
            value={formatValue(
              largest(headlines, (row) => row.ratePerSecond),
              'perSecond',
            )}
          />
          <Figure
            label="p95"
            value={formatValue(
              largest(headlines, (row) => row.latencyP95Ms),
              'ms',
            )}
          />
          <Figure
            label="Errors"
            value={formatValue(
              largest(headlines, (row) => row.errorShare),
              'share',
            )}
          />
          <Figure
            label="Nulls"
            value={formatValue(
              largest(headlines, (row) => row.nullShare),
              'share',
            )}
          />
          <WorstDrift stages={stages} />
          <Figure
            label="Last row"
            value={pipeline.lastSeen ? formatAgo(Date.parse(pipeline.lastSeen), nowMs) : MISSING}
          />
        </dl>
      )}
    </li>
  );
}

function WorstDrift({ stages }: Pick<Watched, 'stages'>) {
  const worst = stages
    .filter(({ drift }) => drift !== undefined)
    .sort((a, b) => (b.drift?.effect ?? 0) - (a.drift?.effect ?? 0))[0];
  return (
    <div>
      <dt>Drift</dt>
      <dd
        title={
          worst?.drift
            ? `${worst.drift.scoreName} of ${worst.drift.metric} in ${worst.name}`
            : 'nothing compared yet'
        }
      >
        {worst?.drift?.score ?? MISSING}
      </dd>
    </div>
  );
}

function Figure({ label, value }: { label: string; value: string }) {
  return (
    <div>
      <dt>{label}</dt>
      <dd title={value === MISSING ? 'nothing to take it from in this range' : undefined}>{value}</dd>
    </div>
  );
}

/** Null when no stage has the figure. */
function largest(
  stages: readonly StageHeadline[],
  figureOf: (stage: StageHeadline) => number | null,
): number | null {
  const figures = stages.map(figureOf).filter((figure) => figure !== null);
  return figures.length > 0 ? Math.max(...figures) : null;
}
