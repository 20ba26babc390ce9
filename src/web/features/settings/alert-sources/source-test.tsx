import type { AlertSourceTest } from '#contract/alert-source.ts';
import styles from '../settings-page.module.css';

/** What a source answered, and what would become of it. */
export function SourceTest({ answer }: { answer: AlertSourceTest }) {
  const { error, count, ignored, silences, alerts } = answer;
  if (error !== null)
    return (
      <p role="alert" className={styles.error}>
        It cannot be read: {error}
      </p>
    );
  return (
    <div role="status">
      <p>
        It answers: {count} {count === 1 ? 'alert' : 'alerts'} for the inbox, {ignored} left out (not firing,
        not matched, or our own).
        {silences !== null && ` ${silences} of its silences stand for acknowledgements here.`}
      </p>
      {alerts.length > 0 && (
        <ul>
          {[...linesOf(alerts)].map(([line, times]) => (
            <li key={line}>
              {line}
              {times.length > 1 && `, ${times.length} times`}
            </li>
          ))}
        </ul>
      )}
      {count > alerts.length && <p>and {count - alerts.length} more</p>}
    </div>
  );
}

/** Two alerts may say the same here: other labels tell them apart. */
function linesOf(alerts: AlertSourceTest['alerts']) {
  return Map.groupBy(alerts, ({ name, pipeline, stage, severity, isHeldBack }) => {
    const place = stage === null ? pipeline : `${pipeline} / ${stage}`;
    return `${name}: ${severity}, ${place}${isHeldBack ? ', silenced there: it opens nothing' : ''}`;
  });
}
