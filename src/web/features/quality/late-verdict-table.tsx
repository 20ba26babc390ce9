import { useRef } from 'react';
import type { QualityReport, SlotVerdict, StatedVerdict } from '#workers/tasks/quality-tasks.ts';
import { useNumbers } from '../../charts/chart-numbers.ts';
import { formatCount } from '../../format/number.ts';
import { formatInstant, formatZone } from '../../format/time.ts';
import { measureName, measureText, measureTexts } from '../../health/quality-text.ts';
import { useNow } from '../../shell/use-now.ts';
import { useZone } from '../../state/preferences.ts';
import styles from './quality-page.module.css';

/** What was said of a slot when it ended, and what is said of it now: both are kept where late labels changed it. */
export function LateVerdictTable({ report }: { report: QualityReport }) {
  const { lateVerdicts, measures } = report;
  const zone = useZone();
  const nowMs = useNow(60_000);
  const section = useRef<HTMLElement>(null);
  const [main] = measures;
  useNumbers(section, () => ({
    title: 'Verdicts changed by late labels',
    columns: [
      'slot',
      'first verdict',
      'first value',
      'first n',
      'first said',
      'verdict now',
      'value now',
      'n now',
    ],
    rows: lateVerdicts.changes.map(({ slotMs, first, now }) => [
      new Date(slotMs).toISOString(),
      first.verdict,
      first.value,
      first.n,
      new Date(first.atMs).toISOString(),
      now.verdict,
      now.value,
      now.n,
    ]),
  }));
  if (!main) return null;
  const name = measureName(main.id, report);
  const { unit, better } = measureTexts[main.id];
  if (lateVerdicts.changes.length === 0) {
    return (
      <p className={styles.note}>
        {lateVerdicts.judged === 0
          ? 'No slot has 30 labels yet, so no verdict was given.'
          : `None: what was said of ${formatCount(lateVerdicts.judged)} slots when they ended, or as soon as 30 of their labels were there, still holds with all labels.`}
      </p>
    );
  }
  const state = ({ verdict, n, ...measured }: StatedVerdict) =>
    `${verdictText(verdict, better)}, ${measureText(measured, unit)}, n ${formatCount(n)}`;
  return (
    <>
      <p className={styles.note}>
        {name} of {formatCount(lateVerdicts.changes.length)} of {formatCount(lateVerdicts.judged)} slots, held
        against the reference: the verdict when the slot ended, or as soon as 30 of its labels were there, and
        the one with all labels that have come. Times in {formatZone(zone, nowMs)}.
      </p>
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- a box that scrolls must be reachable by key */}
      <section ref={section} className={styles.scroller} aria-label="Changed verdicts, table" tabIndex={0}>
        <table>
          <caption className="visually-hidden">Verdicts changed by late labels</caption>
          <thead>
            <tr>
              <th scope="col">Slot from</th>
              <th scope="col">First said</th>
              <th scope="col">Changed by late labels to</th>
            </tr>
          </thead>
          <tbody>
            {lateVerdicts.changes.map(({ slotMs, first, now }) => (
              <tr key={slotMs}>
                <th scope="row">{formatInstant(slotMs, zone, nowMs)}</th>
                <td>
                  {state(first)}, at {formatInstant(first.atMs, zone, nowMs)}
                </td>
                <td>
                  {state(now)}, since {formatInstant(now.atMs, zone, nowMs)}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    </>
  );
}

function verdictText(verdict: SlotVerdict, better: 'higher' | 'lower' | 'zero'): string {
  if (verdict === 'same') return 'no different';
  if (better === 'zero') return verdict;
  return (verdict === 'above') === (better === 'higher') ? 'better' : 'worse';
}
