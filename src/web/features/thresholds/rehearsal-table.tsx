import type { RuleRehearsal } from '#workers/rehearsal/rehearsal-protocol.ts';
import { formatDuration, MISSING } from '../../format/number.ts';
import type { Fired } from './use-fired.ts';
import styles from './threshold-editor.module.css';

type Row = { name: string; valueOf: (rehearsal: RuleRehearsal) => string; missing?: string };

/** What the rule would have done, as it is and as it would be. */
export function RehearsalTable({
  now,
  next,
  nextName,
  fired,
  isSaved,
  days,
}: {
  now: RuleRehearsal | undefined;
  next: RuleRehearsal;
  nextName: string;
  fired: Fired;
  /** The rule has been watched, so that something may have fired. */
  isSaved: boolean;
  days: number;
}) {
  // Without any, what was right and what was false cannot be told.
  const incidents = fired.incidents.length;
  const rows: Row[] = [
    { name: 'would fire', valueOf: ({ episodes }) => String(episodes.length) },
    { name: 'time in alert', valueOf: ({ msInAlert }) => formatDuration(msInAlert) },
    ...(incidents > 0
      ? [
          { name: 'incidents caught', valueOf: ({ caught }: RuleRehearsal) => `${caught} of ${incidents}` },
          {
            name: 'false alarms',
            valueOf: ({ falseAlarms }: RuleRehearsal) => String(falseAlarms ?? MISSING),
          },
          {
            name: 'median detection delay',
            valueOf: ({ medianDelayMs }: RuleRehearsal) => formatDuration(medianDelayMs),
          },
        ]
      : []),
    ...[0, 1, 2].map((index) => ({
      name: `delay of a shift by ${index + 1} σ`,
      valueOf: ({ shiftDelays }: RuleRehearsal) => delayText(shiftDelays[index]),
    })),
  ];
  return (
    <>
      <table aria-label="What the rule would have done">
        <thead>
          <tr>
            <th scope="col">over {days < 1.5 ? `${days.toFixed(1)} days` : `${Math.round(days)} days`}</th>
            {now && (
              <th scope="col" data-numeric>
                now
              </th>
            )}
            <th scope="col" data-numeric>
              {nextName}
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.map(({ name, valueOf }) => (
            <tr key={name}>
              <th scope="row">{name}</th>
              {now && <td data-numeric>{valueOf(now)}</td>}
              <td data-numeric>{valueOf(next)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {isSaved && <p className={styles.note}>{didText(fired)}</p>}
      {incidents === 0 ? (
        <p className={styles.note}>
          No labels: only counts and time in alert can be shown. Say of ended alerts whether they were real.
        </p>
      ) : (
        <p className={styles.note}>
          An incident is what people called real in this stage, whichever rule saw it
          {fired.unmarked > 0 && `; ${fired.unmarked} of its alerts are not marked yet`}.
        </p>
      )}
      <p className={styles.note}>
        A shift is one of the values, by robust standard deviations, from 20 starts in the history.
      </p>
    </>
  );
}

function didText({ own }: Fired): string {
  const marked = (verdict: 'real' | 'noise') => own.filter((one) => one.verdict === verdict).length;
  if (own.length === 0) return 'It did not fire in this time.';
  return `It did fire ${own.length} ${own.length === 1 ? 'time' : 'times'}: ${marked('real')} real, ${marked('noise')} noise.`;
}

function delayText(delay: RuleRehearsal['shiftDelays'][number] | undefined): string {
  if (!delay) return MISSING;
  if (delay.medianMs !== null) return formatDuration(delay.medianMs);
  return `over ${formatDuration(delay.withinMs)}`;
}
