import type { AuditRecord } from '#contract/audit.ts';
import { MISSING } from '../../format/number.ts';
import { formatDateTime } from '../../format/time.ts';
import { useZone } from '../../state/preferences.ts';
import { LongName } from '../../ui/long-name.tsx';
import styles from './audit-page.module.css';
import { changeText } from './change-text.ts';

export function AuditTable({ entries }: { entries: readonly AuditRecord[] }) {
  return (
    <div className={styles.scroller}>
      <table>
        <caption className="visually-hidden">Entries, newest first</caption>
        <thead>
          <tr>
            <th scope="col">When</th>
            <th scope="col">Who</th>
            <th scope="col">What</th>
            <th scope="col">Object</th>
            <th scope="col">From → to</th>
            <th scope="col">Reason</th>
            <th scope="col">Address</th>
          </tr>
        </thead>
        <tbody>
          {entries.map((entry) => (
            <EntryRow key={entry.position} entry={entry} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

function EntryRow({ entry }: { entry: AuditRecord }) {
  const zone = useZone();
  const { at, actor, action, subject, reason, origin } = entry;
  return (
    <tr>
      <td className={styles.when}>
        <time dateTime={at}>{formatDateTime(Date.parse(at), zone)}</time>
      </td>
      <td>
        <LongName name={actor} />
      </td>
      <td>{action}</td>
      <td>
        <LongName name={subject} most={40} />
      </td>
      <td>
        <Change entry={entry} />
      </td>
      <td>{reason === '' ? <span title="none was given">{MISSING}</span> : reason}</td>
      <td>{origin.ip ?? <span title="the server itself, or not known">{MISSING}</span>}</td>
    </tr>
  );
}

/** The line says what differs; behind it stands all that was kept. */
function Change({ entry: { before, after, position, hash, origin } }: { entry: AuditRecord }) {
  if (before === null && after === null) return <span title="nothing changed">{MISSING}</span>;
  const summary =
    before === null ? 'made' : after === null ? 'taken away' : changeText(before, after) || 'changed';
  const whole = { before, after, position, hash, session: origin.session, userAgent: origin.userAgent };
  return (
    <details>
      <summary>{summary}</summary>
      <pre className={styles.whole}>{JSON.stringify(whole, undefined, 2)}</pre>
    </details>
  );
}
