import { Link } from 'wouter';
import { useFileDesk } from '../../api/use-file-desk.ts';
import type { SendingState } from '../../api/file-sending.ts';
import { formatCount } from '../../format/number.ts';
import { Glyph } from '../../ui/glyph.tsx';
import { driftPath } from '../../url/links.ts';
import styles from './send-panel.module.css';

/** What the server took, what it refused, and where to see it. */
export function SentRows({ state }: { state: Extract<SendingState, { phase: 'sent' }> }) {
  const { sending } = useFileDesk();
  const { order, sent, reference, refusal } = state;
  const { count, first } = sent.rejected;
  return (
    <div className={styles.sent}>
      <p>
        The server took {formatCount(sent.predictions)} predictions and {formatCount(sent.labels)} labels in{' '}
        {formatCount(sent.batches)} batches.
        {reference && ` “${reference.name}” holds ${formatCount(reference.rows)} rows as a reference.`}
      </p>
      {refusal !== undefined && (
        <p>
          <Glyph name="warning" /> The reference was not saved: {refusal}
        </p>
      )}
      {count > 0 && (
        <details>
          <summary>
            <Glyph name="warning" /> {formatCount(count)} rows were not taken
          </summary>
          <ul className={styles.problems}>
            {first.map(({ file, line, reason }) => (
              <li key={`${file} ${line} ${reason}`}>
                {file}, line {formatCount(line)}: {reason}
              </li>
            ))}
            {count > first.length && <li>and {formatCount(count - first.length)} more</li>}
          </ul>
        </details>
      )}
      <p className={styles.line}>
        <Link href={driftPath(order.pipeline, order.stage, undefined, { ref: reference?.id })}>
          Drift of {order.pipeline} / {order.stage}
        </Link>
        <button type="button" onClick={sending.reset}>
          Send again
        </button>
      </p>
    </div>
  );
}
