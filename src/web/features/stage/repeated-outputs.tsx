import { useQuery } from '@tanstack/react-query';
import { repeatedOutputsQuery } from '../../api/repeated-outputs.ts';
import type { TimeRange } from '../../api/time-range.ts';
import { formatCount, formatValue } from '../../format/number.ts';
import { formatInstant } from '../../format/time.ts';
import { useNow } from '../../shell/use-now.ts';
import { useZone } from '../../state/preferences.ts';
import { LongName } from '../../ui/long-name.tsx';
import { useRowScope } from '../../url/use-row-scope.ts';
import styles from './repeated-outputs.module.css';

/** Which texts the stage said again and again; nothing where it says no texts. */
export function RepeatedOutputs({
  pipeline,
  stage,
  range,
  isOnScreen,
}: {
  pipeline: string;
  stage: string;
  range: TimeRange;
  isOnScreen: boolean;
}) {
  const scope = useRowScope();
  const zone = useZone();
  const nowMs = useNow(60_000);
  const { data } = useQuery({
    ...repeatedOutputsQuery({ pipeline, stage, range, ...scope }),
    subscribed: isOnScreen,
  });
  if (!data || data.rows === 0) return null;
  const repeats = data.rows - data.distinct;
  return (
    <section className={styles.repeated} aria-labelledby="repeated-outputs">
      <h3 id="repeated-outputs">Repeated outputs</h3>
      <p>
        {formatValue(repeats / data.rows, 'share')} of {formatCount(data.rows)} text outputs say again what
        another row of this range says; {formatCount(data.distinct)} are different.
      </p>
      {data.items.length > 0 && (
        <div className={styles.box}>
          <table>
            <caption className="visually-hidden">The outputs that came most</caption>
            <thead>
              <tr>
                <th scope="col">Output</th>
                <th scope="col" data-numeric>
                  n
                </th>
                <th scope="col" data-numeric>
                  Share
                </th>
                <th scope="col">First</th>
                <th scope="col">Latest</th>
              </tr>
            </thead>
            <tbody>
              {data.items.map(({ fingerprint, text, length, rows, share, firstSeen, lastSeen }) => (
                <tr key={fingerprint}>
                  <th scope="row">
                    {text === null ? (
                      <span title="This stage does not keep its texts">
                        <code>{fingerprint}</code>, {length === null ? '–' : formatCount(length)} characters
                      </span>
                    ) : (
                      <LongName name={text} />
                    )}
                  </th>
                  <td data-numeric>{formatCount(rows)}</td>
                  <td data-numeric>{formatValue(share, 'share')}</td>
                  <td>{formatInstant(Date.parse(firstSeen), zone, nowMs)}</td>
                  <td>{formatInstant(Date.parse(lastSeen), zone, nowMs)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </section>
  );
}
