import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { ExampleRow, Examples } from '#contract/example.ts';
import type { DriftMap } from '#workers/tasks/drift-map-tasks.ts';
import { examplesQuery } from '../../api/examples.ts';
import { metricLabel, metricUnit } from '../../format/metric-label.ts';
import { formatValue, MISSING } from '../../format/number.ts';
import { formatDay, formatTimeWithSeconds } from '../../format/time.ts';
import { reasonOf } from '../../shell/boundary.tsx';
import { useZone } from '../../state/preferences.ts';
import { LongName } from '../../ui/long-name.tsx';
import { Segmented } from '../../ui/segmented.tsx';
import { useRowScope } from '../../url/use-row-scope.ts';
import styles from './cell-detail.module.css';
import { rankMetrics, type RankedMetric } from './ranking.ts';

/** Metrics shown beside the one that is looked at: those that drift most. */
const MOST_OTHERS = 7;

/** Single rows of the window, as far as they may be seen. */
export function ExamplesView({
  pipeline,
  stage,
  map,
  metric,
  window,
}: {
  pipeline: string;
  stage: string;
  map: DriftMap;
  metric: RankedMetric;
  window: { fromMs: number; toMs: number };
}) {
  const scope = useRowScope();
  const [order, setOrder] = useState<'latest' | 'sample'>('latest');
  const others = rankMetrics(map).filter((other) => other.metric !== metric.metric);
  const metrics = [metric, ...others.slice(0, MOST_OTHERS)].map((shown) => shown.metric);
  const { data, error } = useQuery({
    ...examplesQuery({ ...scope, pipeline, stage, metrics, ...window, order }),
    placeholderData: keepPreviousData,
  });
  return (
    <>
      <Segmented
        label="Which rows"
        value={order}
        options={[
          { value: 'latest', label: 'Latest' },
          { value: 'sample', label: 'At random' },
        ]}
        onChange={setOrder}
      />
      {error && <p role="alert">The rows could not be shown: {reasonOf(error)}</p>}
      {!data && !error && <p className={styles.waiting}>Fetching the rows …</p>}
      {data?.items.length === 0 && <p className={styles.note}>There are no rows in this window.</p>}
      {data && data.items.length > 0 && (
        <ExampleTable name={metric.name} metrics={metrics} examples={data} order={order} />
      )}
    </>
  );
}

function ExampleTable({
  name,
  metrics,
  examples: { items, sensitive, keepsText },
  order,
}: {
  name: string;
  metrics: readonly string[];
  examples: Examples;
  order: 'latest' | 'sample';
}) {
  const zone = useZone();
  const hasSites = items.some(({ site }) => site !== '');
  const hidden = new Set(sensitive);
  return (
    <>
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- a box that scrolls must be reachable by key */}
      <section className={styles.scroller} aria-label={`Rows behind ${name}`} tabIndex={0}>
        <table>
          <caption className="visually-hidden">Rows behind {name}</caption>
          <thead>
            <tr>
              <th scope="col">Time</th>
              <th scope="col">Request</th>
              <th scope="col">Version</th>
              {hasSites && <th scope="col">Site</th>}
              {metrics.map((metric) => (
                <th key={metric} scope="col">
                  <LongName name={metricLabel(metric)} most={20} />
                </th>
              ))}
              {keepsText && <th scope="col">Text</th>}
            </tr>
          </thead>
          <tbody>
            {items.map((row, index) => (
              // oxlint-disable-next-line react/no-array-index-key -- producers need not give a row an id
              <tr key={index}>
                <th scope="row">{timeText(Date.parse(row.time), zone)}</th>
                <td>{row.requestId === '' ? MISSING : <LongName name={row.requestId} most={20} />}</td>
                <td>
                  <LongName name={row.version} most={16} />
                </td>
                {hasSites && <td>{row.site || MISSING}</td>}
                {metrics.map((metric) => (
                  <td key={metric}>
                    {hidden.has(metric) ? 'withheld' : <ExampleValue metric={metric} row={row} />}
                  </td>
                ))}
                {keepsText && <td>{row.text === null ? MISSING : <LongName name={row.text} most={60} />}</td>}
              </tr>
            ))}
          </tbody>
        </table>
      </section>
      <p className={styles.note}>
        {order === 'latest' ? `The latest ${items.length} rows` : `${items.length} rows, the same each time`};
        – is a missing value.
        {hidden.size > 0 && ' Withheld: the values are sensitive and stay on the server.'}
        {!keepsText && ' Text outputs of this stage are not kept.'}
      </p>
    </>
  );
}

function timeText(timeMs: number, zone: string): string {
  return `${formatDay(timeMs, zone)} ${formatTimeWithSeconds(timeMs, zone)}`;
}

function ExampleValue({ metric, row: { values } }: { metric: string; row: ExampleRow }) {
  const value = values[metric];
  if (value === undefined) return MISSING;
  if (typeof value === 'number') return formatValue(value, metricUnit(metric));
  return value === '' ? '(empty)' : <LongName name={value} most={32} />;
}
