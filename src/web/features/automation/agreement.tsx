import type { AutomationSetting } from '#contract/automation.ts';
import type { ReviewQueue } from '#contract/review.ts';
import { formatCount, formatInterval, formatValue } from '../../format/number.ts';
import { reasonNames } from './automation-text.ts';
import styles from './automation.module.css';

/** How often people answered as the model did, by why they were asked. Only the random sample is a fair measure. */
export function Agreement({ queue, setting }: { queue: ReviewQueue; setting: AutomationSetting }) {
  const { agreement } = queue;
  if (agreement.length === 0)
    return (
      <p className={styles.meta}>
        People have decided nothing here in the last 30 days. Behind the gateway{' '}
        {formatValue(setting.auditShare, 'share')} of all requests, drawn at random, is decided by people for
        ever.
      </p>
    );
  return (
    <div className={styles.scroller}>
      <table>
        <caption className="visually-hidden">Agreement of people with the model, 30 days</caption>
        <thead>
          <tr>
            <th scope="col">asked because</th>
            <th scope="col" data-numeric>
              decided
            </th>
            <th scope="col" data-numeric>
              as the model
            </th>
            <th scope="col" data-numeric>
              95 %
            </th>
          </tr>
        </thead>
        <tbody>
          {agreement.map(({ reason, decided, compared, agreed, low, high }) => (
            <tr key={reason}>
              <th scope="row">{reasonNames[reason]}</th>
              <td data-numeric>{formatCount(decided)}</td>
              <td data-numeric>
                {compared === 0
                  ? '–'
                  : `${formatValue(agreed / compared, 'share')} (n ${formatCount(compared)})`}
              </td>
              <td data-numeric>{compared === 0 ? '–' : formatInterval(low, high, 'share')}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
