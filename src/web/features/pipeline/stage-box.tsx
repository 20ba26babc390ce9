import { Link } from 'wouter';
import type { StageHeadline, StageSummary } from '#contract/pipeline.ts';
import { pollMs } from '../../api/polling.ts';
import { formatValue, MISSING, type Unit } from '../../format/number.ts';
import { formatAgo } from '../../format/time.ts';
import type { DriftNews, Finding } from '../../health/stage-health.ts';
import { isBeyond, type StageLimit, type StageLimits } from '../../health/stage-limits.ts';
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
  limits: StageLimits;
}

const MOST_VERSIONS = 3;
const words = { rule: 'limit', target: 'target', auto: 'auto' } as const;

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
  const { stage, headline, drift, limits } = status;
  const { view } = useView();
  const nowMs = useNow(pollMs);
  const versions = headline?.versions ?? [];
  const isAuto = limits.latencyMs?.origin === 'auto' || limits.nullShare?.origin === 'auto';
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
        <Limited label="p95" value={headline?.latencyP95Ms} unit="ms" limit={limits.latencyMs} />
        <Limited label="Errors" value={headline?.errorShare} unit="share" limit={limits.errorShare} />
        <Limited label="Nulls" value={headline?.nullShare} unit="share" limit={limits.nullShare} />
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
      {isAuto && limits.reference !== undefined && (
        <p className={styles.auto}>
          auto: from reference <LongName name={limits.reference} most={20} />
        </p>
      )}
    </>
  );
}

/** A figure and, where somebody or the reference says what is too much of it, that limit. */
function Limited({
  label,
  value,
  unit,
  limit,
}: {
  label: string;
  value: number | null | undefined;
  unit: Unit;
  limit: StageLimit | undefined;
}) {
  const told =
    limit && limit.origin !== 'fixed' && `${words[limit.origin]} ${formatValue(limit.value, unit)}`;
  return (
    <Figure
      label={told ? `${label} (${told})` : label}
      hint={limit?.text}
      value={formatValue(value, unit)}
      isBeyond={isBeyond(value, limit)}
    />
  );
}

function Figure({
  label,
  hint,
  value,
  isBeyond: isMarked = false,
}: {
  label: string;
  hint?: string | undefined;
  value: string;
  isBeyond?: boolean;
}) {
  return (
    <div>
      <dt title={hint}>{label}</dt>
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
