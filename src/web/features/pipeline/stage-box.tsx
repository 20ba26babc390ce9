import { Link } from 'wouter';
import type { StageHeadline, StageSummary } from '#contract/pipeline.ts';
import { formatValue, MISSING } from '../../format/number.ts';
import { formatAgo } from '../../format/time.ts';
import type { AutoLimits } from '../../health/auto-limits.ts';
import {
  hasTooManyErrors,
  isBeyond,
  latencyLimit,
  type DriftNews,
  type Finding,
} from '../../health/stage-health.ts';
import { useNow } from '../../shell/use-now.ts';
import { LongName } from '../../ui/long-name.tsx';
import { Glyph } from '../../ui/glyph.tsx';
import { driftPath, stagePath } from '../../url/links.ts';
import { useView } from '../../url/use-view.ts';
import styles from './stage-box.module.css';

export interface StageStatus {
  stage: StageSummary;
  headline: StageHeadline | undefined;
  findings: readonly Finding[];
  /** Undefined until it is computed. */
  drift: DriftNews | undefined;
  /** What stands in where nobody has set a limit. */
  borrowed: AutoLimits | undefined;
}

const MOST_VERSIONS = 3;

/** One stage of the flow: its figures, and a mark on those that are beyond their limit. */
export function StageBox({
  pipeline,
  status,
  isSmall,
}: {
  pipeline: string;
  status: StageStatus;
  /** Where there are many stages: no more than the name. */
  isSmall: boolean;
}) {
  const { stage, findings } = status;
  const { view } = useView();
  return (
    <article
      className={styles.box}
      data-severity={findings[0]?.severity}
      data-small={isSmall || undefined}
      aria-label={stage.name}
    >
      <h2 className={styles.name}>
        {findings[0] && <Glyph name={findings[0].severity} />}
        <Link href={stagePath(pipeline, stage.name, view)}>
          <LongName name={stage.title ?? stage.name} most={isSmall ? 16 : 26} />
        </Link>
      </h2>
      {!isSmall && <Details pipeline={pipeline} status={status} />}
    </article>
  );
}

function Details({ pipeline, status }: { pipeline: string; status: StageStatus }) {
  const { stage, headline, drift, borrowed } = status;
  const latency = latencyLimit(stage, borrowed);
  const kind = latency?.isAuto ? 'auto' : 'target';
  const { view } = useView();
  const nowMs = useNow();
  const versions = headline?.versions ?? [];
  return (
    <>
      <p className={styles.versions}>
        {versions
          .slice(0, MOST_VERSIONS)
          .map(
            ({ version, role, share }) =>
              `${version} ${formatValue(share, 'share')}${role === 'shadow' ? ' shadow' : ''}`,
          )
          .join(', ')}
        {versions.length > MOST_VERSIONS && ` and ${versions.length - MOST_VERSIONS} more`}
        {versions.length === 0 && 'no rows in this range'}
      </p>
      <dl className={styles.figures}>
        <Figure label="Requests" value={formatValue(headline?.ratePerSecond, 'perSecond')} />
        <Figure
          label={latency ? `p95 (${kind} ${formatValue(latency.ms, 'ms')})` : 'p95'}
          value={formatValue(headline?.latencyP95Ms, 'ms')}
          isBeyond={isBeyond(headline?.latencyP95Ms, latency?.ms)}
        />
        <Figure
          label="Errors"
          value={formatValue(headline?.errorShare, 'share')}
          isBeyond={hasTooManyErrors(headline?.errorShare)}
        />
        <Figure
          label={
            borrowed?.nullShare === undefined
              ? 'Nulls'
              : `Nulls (auto ${formatValue(borrowed.nullShare, 'share')})`
          }
          value={formatValue(headline?.nullShare, 'share')}
          isBeyond={isBeyond(headline?.nullShare, borrowed?.nullShare)}
        />
        <Figure
          label="Last row"
          value={stage.lastSeen ? formatAgo(Date.parse(stage.lastSeen), nowMs) : MISSING}
        />
        <div className={styles.drift}>
          <dt>Worst drift</dt>
          <dd data-beyond={(drift?.drifting ?? 0) > 0 || undefined}>
            {drift ? (
              <Link
                href={driftPath(pipeline, stage.name, view, { feature: drift.metricId })}
                title={`${drift.scoreName} ${drift.score} of ${drift.metric}`}
              >
                {drift.metric} {drift.score}
              </Link>
            ) : (
              MISSING
            )}
          </dd>
        </div>
      </dl>
      {borrowed && (
        <p className={styles.auto}>
          auto: from reference <LongName name={borrowed.reference} most={20} />
        </p>
      )}
    </>
  );
}

function Figure({
  label,
  value,
  isBeyond: isMarked = false,
}: {
  label: string;
  value: string;
  isBeyond?: boolean;
}) {
  return (
    <div>
      <dt>{label}</dt>
      <dd
        data-beyond={isMarked || undefined}
        title={value === MISSING ? 'nothing to take it from in this range' : undefined}
      >
        {value}
        {isMarked && <span className="visually-hidden"> (beyond its limit)</span>}
      </dd>
    </div>
  );
}
