import type { DisagreementRate, Disagreements } from '#contract/rollout-disagreement.ts';
import type { Rollout } from '#contract/rollout.ts';
import { formatCount, MISSING } from '../../format/number.ts';
import styles from './disagreements.module.css';

/** How often the versions differ, how often one differs from itself, and what people found so far. */
export function DisagreementSummary({
  rollout: { stable, candidate, plan },
  disagreements: { rate, noise, isSample, judged },
}: {
  rollout: Rollout;
  disagreements: Disagreements;
}) {
  if (rate.pairs === 0)
    return (
      <p className={styles.answer}>
        No request was answered by both versions yet. A step of shadow copies requests to {candidate.version};
        after the switch, copies to {stable.version} keep the comparison alive.
      </p>
    );
  const said = judged.stable + judged.candidate + judged.both + judged.neither;
  const isCounted = plan.steps.some(({ gates }) => gates.some(({ gate }) => gate === 'adjudication'));
  return (
    <div>
      <p className={styles.answer}>{answerOf(rate, noise, candidate.version, stable.version)}</p>
      <dl className={styles.figures}>
        <Rate
          name={`${candidate.version} against ${stable.version}`}
          rate={rate}
          about={isSample ? 'a sample of the requests, the same each time' : undefined}
        />
        {noise === null ? (
          <div>
            <dt>{stable.version} against itself (natural noise)</dt>
            <dd>{MISSING}</dd>
            <dd className={styles.about}>
              not measured: plan copies to {stable.version}, too, so that what it does not repeat itself is
              not held against {candidate.version}
            </dd>
          </div>
        ) : (
          <Rate
            name={`${stable.version} against itself (natural noise)`}
            rate={noise}
            about="what the versions differ by before anything is new"
          />
        )}
        <div>
          <dt>Judged by people</dt>
          <dd>{formatCount(said)}</dd>
          <dd className={styles.about}>
            {candidate.version} right {formatCount(judged.candidate)}, {stable.version} right{' '}
            {formatCount(judged.stable)}, both {formatCount(judged.both)}, neither{' '}
            {formatCount(judged.neither)}.{' '}
            {isCounted
              ? 'A gate of the plan counts them.'
              : 'No gate of this plan counts them: the gate “who was right, by people” would.'}
          </dd>
        </div>
      </dl>
    </div>
  );
}

function Rate({ name, rate, about }: { name: string; rate: DisagreementRate; about: string | undefined }) {
  const { pairs, disagreeing, interval } = rate;
  return (
    <div>
      <dt>{name}</dt>
      <dd>
        {percent(disagreeing / pairs)}
        {interval && (
          <span className={styles.interval}>
            {' '}
            [{percent(interval.lower)}, {percent(interval.upper)}]
          </span>
        )}
      </dd>
      <dd className={styles.about}>
        {formatCount(disagreeing)} of {formatCount(pairs)} pairs; 95 %, valid at any time
        {about !== undefined && `; ${about}`}
      </dd>
    </div>
  );
}

function answerOf(
  rate: DisagreementRate,
  noise: DisagreementRate | null,
  candidate: string,
  stable: string,
): string {
  const share = rate.disagreeing / rate.pairs;
  const differs = `${candidate} answers ${percent(share)} of the requests differently`;
  if (noise === null) return `${differs}; how much of it is natural is not known.`;
  const natural = noise.disagreeing / noise.pairs;
  const isBeyond = rate.interval && noise.interval && rate.interval.lower > noise.interval.upper;
  return isBeyond
    ? `${differs}; ${stable} differs from itself in ${percent(natural)}, so that about ${percent(share - natural)} are the change.`
    : `${differs}, which cannot be told from the ${percent(natural)} in which ${stable} differs from itself.`;
}

function percent(share: number): string {
  return `${(100 * share).toFixed(1)} %`;
}
