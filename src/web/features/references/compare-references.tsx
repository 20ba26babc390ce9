import { useQuery } from '@tanstack/react-query';
import { nameOf } from '#contract/metric.ts';
import type { MetricComparison, Reference } from '#contract/reference.ts';
import { referenceComparisonQuery } from '../../api/references.ts';
import { formatCount, formatPValue, formatValue } from '../../format/number.ts';
import { reasonOf } from '../../shell/boundary.tsx';
import { Glyph } from '../../ui/glyph.tsx';
import { LongName } from '../../ui/long-name.tsx';
import { Select } from '../../ui/select.tsx';
import { useView } from '../../url/use-view.ts';
import { referenceName } from './references-answer.ts';
import styles from './references-page.module.css';

/** Two references side by side: the older one is the measure, unless the URL says otherwise. */
export function CompareReferences({
  pipeline,
  references,
}: {
  pipeline: string;
  references: readonly Reference[];
}) {
  const { view, setView } = useView();
  const chosen = (id: string | undefined) => references.find((reference) => reference.id === id);
  const base = chosen(view.ref) ?? references.at(-1);
  const other = chosen(otherOf(view.cmp)) ?? references.find((reference) => reference.id !== base?.id);
  if (!base || !other) return null;
  const options = references.map((reference) => ({ value: reference.id, label: referenceName(reference) }));
  return (
    <section aria-labelledby="compare-references" className={styles.compare}>
      <h2 id="compare-references">Compare two</h2>
      <div className={styles.pair}>
        <Select label="Measure" value={base.id} options={options} onChange={(ref) => setView({ ref })} />
        <Select
          label="against"
          value={other.id}
          options={options}
          onChange={(id) => setView({ cmp: `ref:${id}` })}
        />
      </div>
      <Comparison pipeline={pipeline} base={base} other={other} />
    </section>
  );
}

function Comparison({ pipeline, base, other }: { pipeline: string; base: Reference; other: Reference }) {
  const { data, error, refetch } = useQuery(referenceComparisonQuery(pipeline, base.id, other.id));
  if (error && !data) {
    return (
      <p role="alert">
        They could not be compared: {reasonOf(error)}{' '}
        <button type="button" onClick={() => void refetch()}>
          Retry
        </button>
      </p>
    );
  }
  if (!data) return <p className={styles.loading}>Comparing …</p>;
  const differing = data.filter(({ verdict }) => verdict === 'drift').length;
  return (
    <>
      <p className={styles.answer}>
        {differing} of {data.length} metrics of “{referenceName(other)}” differ from “{referenceName(base)}”.
      </p>
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- nothing in the table takes the focus, so the keyboard could not scroll it */}
      <div className={styles.scroller} role="region" aria-label="Comparison of the references" tabIndex={0}>
        <table>
          <caption className="visually-hidden">
            {referenceName(other)} against {referenceName(base)}, the largest difference first
          </caption>
          <thead>
            <tr>
              <th scope="col">Metric</th>
              <th scope="col" data-numeric>
                Jensen–Shannon
              </th>
              <th scope="col" data-numeric>
                adjusted p
              </th>
              <th scope="col" data-numeric>
                n, measure
              </th>
              <th scope="col" data-numeric>
                n, other
              </th>
            </tr>
          </thead>
          <tbody>
            {data.map((comparison) => (
              <ComparisonRow key={comparison.metric} comparison={comparison} />
            ))}
          </tbody>
        </table>
      </div>
    </>
  );
}

function ComparisonRow({ comparison: { metric, score, n, m, verdict } }: { comparison: MetricComparison }) {
  return (
    <tr>
      <th scope="row">
        {verdict === 'drift' && <Glyph name="critical" />}
        {verdict === 'warn' && <Glyph name="warning" />} <LongName name={nameOf(metric)} />
      </th>
      {score.status === 'ok' ? (
        <>
          <td data-numeric>{formatValue(score.effect, 'none')}</td>
          <td data-numeric>{formatPValue(score.adjustedP).replace(/^p\s=\s|^p\s/, '')}</td>
        </>
      ) : (
        <td colSpan={2}>not available: {score.reason.replaceAll('-', ' ')}</td>
      )}
      <td data-numeric>{formatCount(n)}</td>
      <td data-numeric>{formatCount(m)}</td>
    </tr>
  );
}

function otherOf(compare: string | undefined): string | undefined {
  return compare?.startsWith('ref:') ? compare.slice(4) : undefined;
}
