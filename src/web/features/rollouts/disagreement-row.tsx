import { Link } from 'wouter';
import type { AdjudicationChoice, Disagreement } from '#contract/rollout-disagreement.ts';
import type { Rollout } from '#contract/rollout.ts';
import { usePersonNames } from '../../api/person-names.ts';
import { metricLabel, metricUnit } from '../../format/metric-label.ts';
import { formatDuration, formatValue, MISSING } from '../../format/number.ts';
import { formatInstant } from '../../format/time.ts';
import { useNow } from '../../shell/use-now.ts';
import { useZone } from '../../state/preferences.ts';
import { LongName } from '../../ui/long-name.tsx';
import { requestPath } from '../../url/links.ts';
import { useView } from '../../url/use-view.ts';
import styles from './disagreements.module.css';

const MOST_INPUTS = 12;

/** What was asked, what each version answered, and who was right. */
export function DisagreementRow({
  item,
  rollout,
  isDisabled,
  onJudge,
}: {
  item: Disagreement;
  rollout: Rollout;
  isDisabled: boolean;
  onJudge: (choice: AdjudicationChoice) => void;
}) {
  const { view } = useView();
  const zone = useZone();
  const nowMs = useNow(60_000);
  const nameOf = usePersonNames();
  const { stable, candidate } = rollout;
  const choices: readonly { choice: AdjudicationChoice; label: string }[] = [
    { choice: 'stable', label: `${stable.version} is right` },
    { choice: 'candidate', label: `${candidate.version} is right` },
    { choice: 'both', label: 'Both' },
    { choice: 'neither', label: 'Neither' },
  ];
  const said = item.adjudication;
  return (
    <article className={styles.row} tabIndex={-1} aria-label={`Request ${item.requestId}`}>
      <p className={styles.meta}>
        <Link href={requestPath(rollout.pipeline, item.requestId, view)}>
          <LongName name={item.requestId} most={28} />
        </Link>
        <time dateTime={item.time}>{formatInstant(Date.parse(item.time), zone, nowMs)}</time>
        <span>impact {item.impact.toFixed(2)}</span>
        {item.scoreGap !== null && <span>confidence {item.scoreGap.toFixed(2)} apart</span>}
      </p>
      <dl className={styles.answers}>
        <Answer version={stable.version} answer={item.stable} />
        <Answer version={candidate.version} answer={item.candidate} />
      </dl>
      <p className={styles.inputs}>
        {Object.entries(item.inputs)
          .slice(0, MOST_INPUTS)
          .map(([metric, value]) => (
            <span key={metric}>
              {metricLabel(metric)}{' '}
              {typeof value === 'number' ? formatValue(value, metricUnit(metric)) : value || '(empty)'}
            </span>
          ))}
      </p>
      <div className={styles.judge} role="group" aria-label="Who is right">
        {choices.map(({ choice, label }) => (
          <button
            key={choice}
            type="button"
            aria-pressed={said?.choice === choice}
            disabled={isDisabled}
            onClick={() => onJudge(choice)}
          >
            {label}
          </button>
        ))}
        {said && <span className={styles.about}>said {nameOf(said.by)}</span>}
      </div>
    </article>
  );
}

function Answer({ version, answer }: { version: string; answer: Disagreement['stable'] }) {
  const { text, score, latencyMs } = answer;
  return (
    <div>
      <dt>{version}</dt>
      <dd className={styles.said}>{text ?? wordFor(answer.class)}</dd>
      <dd className={styles.about}>
        confidence {score === null ? MISSING : score.toFixed(2)}, {formatDuration(latencyMs)}
      </dd>
    </div>
  );
}

/** For an answer that has no text, or none that may be shown. */
function wordFor(answerClass: string): string {
  if (answerClass === 'null') return 'nothing (null)';
  if (answerClass === 'text') return 'a text that is not shown';
  return answerClass;
}
