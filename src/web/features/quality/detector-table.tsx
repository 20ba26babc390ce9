import type { DetectorReport, QualityReport } from '#workers/tasks/quality-tasks.ts';
import { formatCount, formatDuration } from '../../format/number.ts';
import { formatInstant, formatZone } from '../../format/time.ts';
import { useNow } from '../../shell/use-now.ts';
import { useZone } from '../../state/preferences.ts';
import styles from './quality-page.module.css';
import { detectorTexts } from '../../health/quality-text.ts';

const MOST_SHOWN = 3;

/** What change detectors see in the errors, in the order in which they became known. */
export function DetectorTable({ report }: { report: QualityReport }) {
  const { stream } = report;
  const zone = useZone();
  const nowMs = useNow(60_000);
  return (
    <>
      <p className={styles.note}>
        {formatCount(stream.n)} errors in the order in which their labels came, those of the reference first.
        A change is seen when the label comes, later than the row it speaks of. Times in{' '}
        {formatZone(zone, nowMs)}.
      </p>
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- a box that scrolls must be reachable by key */}
      <section className={styles.scroller} aria-label="Detectors, table" tabIndex={0}>
        <table>
          <caption className="visually-hidden">Detectors on the error stream</caption>
          <thead>
            <tr>
              <th scope="col">Detector</th>
              <th scope="col">Changes seen in this range</th>
              <th scope="col">Looks for</th>
              <th scope="col" data-numeric>
                False alarms in 10,000 errors, measured
              </th>
            </tr>
          </thead>
          <tbody>
            {stream.detectors.map((detector) => (
              <tr key={detector.id}>
                <th scope="row">{detectorTexts[detector.id].name}</th>
                <td>{detectionText(detector, (instant) => formatInstant(instant, zone, nowMs))}</td>
                <td>{detectorTexts[detector.id].about}</td>
                <td data-numeric>{detectorTexts[detector.id].falseAlarms}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    </>
  );
}

function detectionText({ detections }: DetectorReport, format: (instant: number) => string): string {
  if (!detections) return 'takes right and wrong only, not numbers';
  if (detections.length === 0) return 'none';
  const shown = detections.slice(0, MOST_SHOWN).map(({ atMs, rowMs }) => {
    return `${format(atMs)}, by a row of ${formatDuration(atMs - rowMs)} before`;
  });
  const more = detections.length - shown.length;
  return shown.join('; ') + (more > 0 ? `; ${more} more` : '');
}
