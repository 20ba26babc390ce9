import { useState } from 'react';
import type { Metric } from '#contract/metric.ts';
import type { MetricBook } from '../../../format/metric-book.ts';
import { LongName } from '../../../ui/long-name.tsx';
import styles from './condition-form.module.css';

const MOST_SHOWN = 60;
/** As many as a rule may name. */
const MOST_CHOSEN = 50;

/** The metrics of a rule; each is an alert of its own. The last one stays. */
export function MetricsField({
  metrics,
  chosen,
  book,
  onChange,
}: {
  /** Those that the kind can take. */
  metrics: readonly Metric[];
  chosen: readonly string[];
  book: MetricBook;
  onChange: (chosen: string[]) => void;
}) {
  const [query, setQuery] = useState('');
  const known = metrics.map(({ id }) => id);
  const words = query.toLocaleLowerCase().split(/\s+/).filter(Boolean);
  const found = [...chosen.filter((id) => !known.includes(id)), ...known].filter((id) => {
    const text = `${book.label(id)} ${id}`.toLocaleLowerCase();
    return words.every((word) => text.includes(word));
  });
  return (
    <details className={styles.metrics}>
      <summary>
        <span className={styles.label}>Metrics</span> {chosenText(chosen, book)}
      </summary>
      <input
        type="search"
        aria-label="Find a metric"
        placeholder={`among ${known.length} metrics`}
        maxLength={200}
        value={query}
        onChange={({ target }) => setQuery(target.value)}
      />
      <ul aria-label="Metrics found">
        {found.slice(0, MOST_SHOWN).map((id) => {
          const isChosen = chosen.includes(id);
          const isFixed = isChosen ? chosen.length === 1 : chosen.length >= MOST_CHOSEN;
          return (
            <li key={id}>
              <label>
                <input
                  type="checkbox"
                  checked={isChosen}
                  disabled={isFixed}
                  onChange={() => onChange(isChosen ? chosen.filter((one) => one !== id) : [...chosen, id])}
                />
                <LongName name={book.label(id)} most={40} />
              </label>
            </li>
          );
        })}
      </ul>
      <p role="status" className={styles.note}>
        {found.length > MOST_SHOWN
          ? `${found.length} found, the first ${MOST_SHOWN} are shown: type to narrow them.`
          : `${found.length} found, ${chosen.length} watched; each is an alert of its own.`}
      </p>
    </details>
  );
}

function chosenText(chosen: readonly string[], book: MetricBook): string {
  const [first] = chosen;
  if (first === undefined) return 'none that this kind can watch';
  return chosen.length === 1 ? book.label(first) : `${book.label(first)} and ${chosen.length - 1} more`;
}
