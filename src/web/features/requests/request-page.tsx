import { useSuspenseQuery } from '@tanstack/react-query';
import { Link } from 'wouter';
import { builtInMetrics } from '#contract/metric.ts';
import type { RequestTrace } from '#contract/request.ts';
import { requestQuery } from '../../api/requests.ts';
import { metricLabel, metricUnit } from '../../format/metric-label.ts';
import { formatDuration, formatValue } from '../../format/number.ts';
import { formatInstant } from '../../format/time.ts';
import { NotFoundPage } from '../../shell/not-found-page.tsx';
import { Page } from '../../shell/page.tsx';
import { useNow } from '../../shell/use-now.ts';
import { useZone } from '../../state/preferences.ts';
import { LongName } from '../../ui/long-name.tsx';
import { requestsPath, stagePath } from '../../url/links.ts';
import { useView } from '../../url/use-view.ts';
import { formatBound } from '../../url/view.ts';
import styles from './request-page.module.css';
import { troubleOf, wholeSpan } from './span.ts';
import { Waterfall } from './waterfall.tsx';

type Row = RequestTrace['rows'][number];

/** A single value is not called as the chart of many is. */
const valueLabels: Record<string, string> = {
  [builtInMetrics.status]: 'Status',
  [builtInMetrics.prediction]: 'Output',
  [builtInMetrics.nullOutput]: 'Null output',
};

/** What every stage did with one request. */
export function RequestPage({ pipeline, requestId }: { pipeline: string; requestId: string }) {
  const { view } = useView();
  const zone = useZone();
  const nowMs = useNow(60_000);
  const { data: trace } = useSuspenseQuery(requestQuery(pipeline, requestId));
  if (!trace) return <NotFoundPage what={`request ${requestId} in ${pipeline}`} />;
  const span = wholeSpan(trace.rows);
  const troubles = trace.rows.filter((row) => troubleOf(row) !== undefined);
  return (
    <Page
      title={
        <>
          Request <LongName name={requestId} most={40} />
        </>
      }
      documentTitle={`Request ${requestId}, ${pipeline}`}
      aside={
        <nav aria-label="Views of this pipeline">
          <Link href={requestsPath(pipeline, view)}>Requests of {pipeline}</Link>
        </nav>
      }
    >
      {span && (
        <p className={styles.answer}>
          {formatInstant(span.startMs, zone, nowMs)}, {formatDuration(span.endMs - span.startMs)} through{' '}
          {trace.rows.length} {trace.rows.length === 1 ? 'row' : 'rows'};{' '}
          {troubles.length === 0
            ? 'no stage failed.'
            : `${troubles.map((row) => `${row.stage}: ${troubleOf(row)}`).join(', ')}.`}
          {trace.isCut && ' It has more rows than these: is its id used for many requests?'}
        </p>
      )}
      <Waterfall label="Stages in the order of their answers" steps={trace.rows} />
      {trace.rows.map((row, index) => (
        <StageValues key={`${row.stage} ${row.version} ${row.time} ${index}`} pipeline={pipeline} row={row} />
      ))}
    </Page>
  );
}

function StageValues({ pipeline, row }: { pipeline: string; row: Row }) {
  const { view } = useView();
  const { stage, values, text, withheld, site } = row;
  return (
    <section className={styles.stage} aria-label={`What ${stage} recorded`}>
      <h2>
        <Link href={stagePath(pipeline, stage, view, { at: formatBound(Date.parse(row.time)) })}>
          <LongName name={stage} most={40} />
        </Link>
      </h2>
      <dl className={styles.values}>
        {site !== '' && <Value label="site" value={site} />}
        {Object.entries(values).map(([metric, value]) => (
          <Value
            key={metric}
            label={valueLabels[metric] ?? metricLabel(metric)}
            value={typeof value === 'number' ? formatValue(value, metricUnit(metric)) : value}
          />
        ))}
        {text !== null && <Value label="Output" value={text} />}
      </dl>
      {withheld.length > 0 && (
        <p className={styles.withheld}>Sensitive, so not shown: {withheld.map(metricLabel).join(', ')}.</p>
      )}
    </section>
  );
}

function Value({ label, value }: { label: string; value: string }) {
  return (
    <div>
      <dt>
        <LongName name={label} most={28} />
      </dt>
      <dd>{value}</dd>
    </div>
  );
}
