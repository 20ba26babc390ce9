import { useQuery, useSuspenseQuery } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { Link } from 'wouter';
import type { Pipeline } from '#contract/pipeline.ts';
import type { RequestOrder } from '#contract/request-order.ts';
import type { RequestSummary } from '#contract/request.ts';
import { pipelinesQuery } from '../../api/pipelines.ts';
import { requestsQuery } from '../../api/requests.ts';
import type { TimeRange } from '../../api/time-range.ts';
import { formatDuration, MISSING } from '../../format/number.ts';
import { formatInstant, formatTimeWithSeconds } from '../../format/time.ts';
import { Boundary } from '../../shell/boundary.tsx';
import { NotFoundPage } from '../../shell/not-found-page.tsx';
import { Page } from '../../shell/page.tsx';
import { useNow } from '../../shell/use-now.ts';
import { useZone } from '../../state/preferences.ts';
import { LongName } from '../../ui/long-name.tsx';
import { Segmented } from '../../ui/segmented.tsx';
import { pipelinePath, requestPath } from '../../url/links.ts';
import { useTimeRange } from '../../url/use-time-range.ts';
import { useAddress, useView } from '../../url/use-view.ts';
import { orderOf } from '../../url/view.ts';
import styles from './requests-page.module.css';
import { troubleOf, wholeSpan } from './span.ts';

const orders: readonly { value: RequestOrder; label: string; what: string }[] = [
  { value: 'recent', label: 'latest', what: 'the latest requests' },
  { value: 'slowest', label: 'slowest', what: 'the requests with the slowest answer of a stage' },
  { value: 'errors', label: 'failed', what: 'the latest requests that failed in a stage' },
  { value: 'nulls', label: 'null outputs', what: 'the latest requests with a null output' },
];

/** Single requests on their way through all stages. */
export function RequestsPage({ pipeline: name }: { pipeline: string }) {
  const { data: pipelines } = useSuspenseQuery(pipelinesQuery());
  const pipeline = pipelines.find((candidate) => candidate.name === name);
  const range = useTimeRange(name);
  const { view, setView } = useView();
  if (!pipeline) return <NotFoundPage what={`pipeline called ${name}`} />;
  return (
    <Page
      title={`Requests of ${pipeline.title ?? pipeline.name}`}
      documentTitle={`Requests, ${pipeline.name}`}
      aside={
        <nav aria-label="Views of this pipeline">
          <Link href={pipelinePath(pipeline.name, view)}>The pipeline</Link>
        </nav>
      }
    >
      <div className={styles.toolbar}>
        <Segmented
          label="Which requests"
          options={orders}
          value={orderOf(view)}
          onChange={(sort) => setView({ sort })}
        />
        <FindRequest pipeline={pipeline.name} />
      </div>
      <Boundary what="The requests" resetKey={`${range.from} ${range.to} ${orderOf(view)}`}>
        <RequestTable pipeline={pipeline} range={range} order={orderOf(view)} />
      </Boundary>
    </Page>
  );
}

function FindRequest({ pipeline }: { pipeline: string }) {
  const { view } = useView();
  const { navigate } = useAddress();
  const [requestId, setRequestId] = useState('');
  const find = (event: FormEvent) => {
    event.preventDefault();
    if (requestId !== '') navigate(requestPath(pipeline, requestId, view));
  };
  return (
    <form className={styles.find} onSubmit={find}>
      <label>
        Request id{' '}
        <input
          type="search"
          value={requestId}
          maxLength={500}
          spellCheck={false}
          onChange={(event) => setRequestId(event.target.value)}
        />
      </label>
      <button type="submit" disabled={requestId === ''}>
        Find
      </button>
    </form>
  );
}

function RequestTable({
  pipeline,
  range,
  order,
}: {
  pipeline: Pipeline;
  range: TimeRange;
  order: RequestOrder;
}) {
  const { data: requests, isPlaceholderData } = useQuery({
    ...requestsQuery(pipeline.name, range, order),
    throwOnError: (_, query) => query.state.data === undefined,
  });
  const what = orders.find(({ value }) => value === order)?.what ?? '';
  if (!requests) return <p role="status">Reading {what} …</p>;
  if (requests.length === 0) {
    return (
      <p className={styles.note}>
        {order === 'recent'
          ? 'No row of this range carries a requestId: with one, the stages of a request are joined here.'
          : `None in this range: ${what} would stand here.`}
      </p>
    );
  }
  return (
    <div className={styles.scroller} aria-busy={isPlaceholderData}>
      <table>
        <caption className="visually-hidden">{what}</caption>
        <thead>
          <tr>
            <th scope="col">Started</th>
            <th scope="col">Request</th>
            <th scope="col" data-numeric>
              Took
            </th>
            <th scope="col">Slowest stage</th>
            <th scope="col" data-numeric>
              Stages
            </th>
            <th scope="col">Trouble</th>
          </tr>
        </thead>
        <tbody>
          {requests.map((request) => (
            <RequestRow key={request.requestId} pipeline={pipeline.name} request={request} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

function RequestRow({ pipeline, request }: { pipeline: string; request: RequestSummary }) {
  const { view } = useView();
  const zone = useZone();
  const nowMs = useNow(60_000);
  const { requestId, steps } = request;
  const span = wholeSpan(steps);
  const slowest = steps
    .filter(({ latencyMs }) => latencyMs !== null)
    .sort((a, b) => (b.latencyMs ?? 0) - (a.latencyMs ?? 0))[0];
  const troubles = steps.flatMap((step) => {
    const trouble = troubleOf(step);
    return trouble === undefined ? [] : [`${step.stage}: ${trouble}`];
  });
  return (
    <tr>
      <td className={styles.when} title={span && formatInstant(span.startMs, zone, nowMs)}>
        {span ? formatTimeWithSeconds(span.startMs, zone) : MISSING}
      </td>
      <th scope="row">
        <Link href={requestPath(pipeline, requestId, view)}>
          <LongName name={requestId} most={36} />
        </Link>
      </th>
      <td data-numeric>{formatDuration(span && span.endMs - span.startMs)}</td>
      <td>{slowest ? `${slowest.stage}, ${formatDuration(slowest.latencyMs)}` : MISSING}</td>
      <td data-numeric>{steps.length}</td>
      <td>{troubles.join('; ')}</td>
    </tr>
  );
}
