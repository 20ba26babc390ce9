import { useQuery } from '@tanstack/react-query';
import type { EvaluatedSlot } from '#contract/evaluation.ts';
import type { Rule } from '#contract/rule.ts';
import { latestEvaluationQuery } from '../../api/rules.ts';
import { formatDuration } from '../../format/number.ts';
import { formatTime } from '../../format/time.ts';
import { useZone } from '../../state/preferences.ts';
import styles from './threshold-editor.module.css';

/** When the server last looked at the rule, up to which rows, and whether that was in time. */
export function LatestEvaluation({ rule }: { rule: Rule }) {
  const zone = useZone();
  const { data: slot } = useQuery(latestEvaluationQuery(rule));
  if (slot === undefined) return null;
  return (
    <p className={styles.note}>
      {slot ? evaluationText(slot, zone) : 'It was not evaluated in the last three days.'}
    </p>
  );
}

const timings: Record<NonNullable<EvaluatedSlot['timing']>, string> = {
  inTime: 'in time',
  late: 'late, because nothing evaluated meanwhile',
  lookBack: 'looking back, from before the rule was made',
};

function evaluationText(
  { endsAt, readTo, evaluatedAt, timing, readings }: EvaluatedSlot,
  zone: string,
): string {
  const endsMs = Date.parse(endsAt);
  const lag =
    evaluatedAt === undefined ? '' : ` ${formatDuration(Date.parse(evaluatedAt) - endsMs)} after its end`;
  const how = timing === undefined ? '' : `, ${timings[timing]}`;
  const failed = readings.find(({ isFailed }) => isFailed);
  const fault = failed ? `; it failed: ${failed.reason ?? 'for no known reason'}` : '';
  return `Latest slot ended at ${formatTime(endsMs, zone)}, with rows up to ${formatTime(Date.parse(readTo), zone)}; evaluated${lag}${how}${fault}.`;
}
