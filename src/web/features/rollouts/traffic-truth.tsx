import type { ConfiguredTraffic, Rollout } from '#contract/rollout.ts';
import { ALL_TRAFFIC, type TrafficDocument } from '#contract/traffic.ts';
import { formatCount } from '../../format/number.ts';
import { formatAgo } from '../../format/time.ts';
import { useNow } from '../../shell/use-now.ts';
import { Glyph } from '../../ui/glyph.tsx';
import styles from './traffic-truth.module.css';

/** Wanted, read back from the routers, and counted in the log, side by side, each with its age. */
export function TrafficTruth({ rollout, adapter }: { rollout: Rollout; adapter: string | undefined }) {
  const nowMs = useNow();
  const { desired, configured, evidence } = rollout;
  const measured = evidence?.measured ?? null;
  return (
    <dl className={styles.truth}>
      <div>
        <dt>Desired</dt>
        <dd>{splitText(desired)}</dd>
        <dd className={styles.about}>revision {desired.rev}</dd>
      </div>
      <div data-mismatch={configured !== null && !configured.isAsDesired}>
        <dt>Configured{adapter === undefined ? '' : `, ${adapter}`}</dt>
        {configured === null ? <dd>not read yet</dd> : <Routers configured={configured} />}
        {configured && (
          <dd className={styles.about}>
            {configured.source}, {formatAgo(Date.parse(configured.at), nowMs)}
          </dd>
        )}
      </div>
      <div>
        <dt>Measured</dt>
        {measured === null ? (
          <dd>no requests counted yet</dd>
        ) : (
          <>
            <dd>
              {(['stable', 'candidate', 'audit'] as const)
                .filter((arm) => measured.counts[arm] > 0 || arm !== 'audit')
                .map((arm) => `${arm} ${percent(measured.counts[arm] / measured.n)}`)
                .join(', ')}
            </dd>
            <dd className={styles.about}>
              of {formatCount(measured.n)} requests, {formatAgo(Date.parse(measured.at), nowMs)};{' '}
              {measured.coverage === null
                ? 'what the log misses is not known'
                : `${percent(measured.coverage)} of them are in the log`}
            </dd>
          </>
        )}
      </div>
    </dl>
  );
}

function Routers({ configured }: { configured: ConfiguredTraffic }) {
  return configured.routers.map(({ router, document, error, changedBy }) => (
    <dd key={router}>
      {!configured.isAsDesired && <Glyph name="warning" />} {configured.routers.length > 1 && `${router}: `}
      {error ?? (document ? splitText(document) : 'says nothing')}
      {changedBy !== null && `, changed by ${changedBy}`}
    </dd>
  ));
}

function splitText({ split, mirror, force }: TrafficDocument): string {
  const shares = `stable ${percent(split.stable / ALL_TRAFFIC)}, candidate ${percent(split.candidate / ALL_TRAFFIC)}`;
  const copies = mirror.map(
    ({ to, basisPoints }) => `copies of ${percent(basisPoints / ALL_TRAFFIC)} to ${to}`,
  );
  const forced = force.map(({ header, value, arm }) => `${header}: ${value} to ${arm}`);
  return [shares, ...copies, ...forced].join('; ');
}

function percent(share: number): string {
  return `${Math.round(share * 10_000) / 100} %`;
}
