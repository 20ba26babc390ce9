import { keepPreviousData, useQuery, useSuspenseQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Link } from 'wouter';
import type { Pipeline } from '#contract/pipeline.ts';
import type { Run } from '#contract/run.ts';
import { runsQuery } from '../../api/arrivals.ts';
import { pipelinesQuery } from '../../api/pipelines.ts';
import { formatCount, formatDuration, formatValue, MISSING } from '../../format/number.ts';
import { formatInstant, formatRange } from '../../format/time.ts';
import { Boundary } from '../../shell/boundary.tsx';
import { NotFoundPage } from '../../shell/not-found-page.tsx';
import { Page } from '../../shell/page.tsx';
import { useNow } from '../../shell/use-now.ts';
import { useZone } from '../../state/preferences.ts';
import { Glyph } from '../../ui/glyph.tsx';
import { driftPath, pipelinePath } from '../../url/links.ts';
import { useTimeRange } from '../../url/use-time-range.ts';
import { useView } from '../../url/use-view.ts';
import { formatBound } from '../../url/view.ts';
import { isAbnormal, runsAnswer } from './runs-answer.ts';
import styles from './runs-page.module.css';

const SHOWN = 100;

/** A batch pipeline by its runs: what was expected of each, what came, and when. */
export function RunsPage({ pipeline: name }: { pipeline: string }) {
  const { data: pipelines } = useSuspenseQuery(pipelinesQuery());
  const pipeline = pipelines.find((candidate) => candidate.name === name);
  const { view } = useView();
  if (!pipeline) return <NotFoundPage what={`pipeline called ${name}`} />;
  return (
    <Page
      title={`Runs of ${pipeline.title ?? pipeline.name}`}
      documentTitle={`Runs of ${pipeline.name}`}
      aside={<Link href={pipelinePath(pipeline.name, view)}>The pipeline</Link>}
    >
      <Boundary what="The runs" resetKey={name}>
        <RunList pipeline={pipeline} />
      </Boundary>
    </Page>
  );
}

function RunList({ pipeline }: { pipeline: Pipeline }) {
  const range = useTimeRange(pipeline.name);
  const [shown, setShown] = useState(SHOWN);
  const { data, isPlaceholderData } = useQuery({
    ...runsQuery(pipeline.name, range),
    placeholderData: keepPreviousData,
    throwOnError: (_, query) => query.state.data === undefined,
  });
  if (!data) return <p role="status">Reading the runs …</p>;
  const rest = data.items.length - shown;
  return (
    <div aria-busy={isPlaceholderData}>
      <p className={styles.answer}>{runsAnswer(data)}</p>
      {data.items.length > 0 && (
        <div className={styles.scroller}>
          <table>
            <caption className="visually-hidden">Runs, newest first</caption>
            <thead>
              <tr>
                <th scope="col">Run</th>
                {pipeline.stages.length > 1 && <th scope="col">Stage</th>}
                <th scope="col">State</th>
                <th scope="col" data-numeric>
                  Rows
                </th>
                <th scope="col" data-numeric>
                  Expected
                </th>
                <th scope="col" data-numeric>
                  Came late
                </th>
                <th scope="col">First came</th>
                <th scope="col" data-numeric>
                  Took
                </th>
                <th scope="col" data-numeric>
                  Complete after
                </th>
              </tr>
            </thead>
            <tbody>
              {data.items.slice(0, shown).map((run) => (
                <RunRow
                  key={`${run.stage} ${run.from}`}
                  pipeline={pipeline.name}
                  run={run}
                  hasStage={pipeline.stages.length > 1}
                />
              ))}
            </tbody>
          </table>
        </div>
      )}
      {rest > 0 && (
        <button type="button" className={styles.more} onClick={() => setShown(shown + SHOWN)}>
          Show {Math.min(rest, SHOWN)} earlier runs of {rest}
        </button>
      )}
    </div>
  );
}

function RunRow({ pipeline, run, hasStage }: { pipeline: string; run: Run; hasStage: boolean }) {
  const { view } = useView();
  const zone = useZone();
  const nowMs = useNow(60_000);
  const fromMs = Date.parse(run.from);
  const toMs = Date.parse(run.to);
  const firstMs = run.firstReceived === undefined ? undefined : Date.parse(run.firstReceived);
  const lastMs = run.lastReceived === undefined ? undefined : Date.parse(run.lastReceived);
  const window = { from: formatBound(fromMs), to: formatBound(toMs) };
  return (
    <tr>
      <th scope="row">
        <Link href={driftPath(pipeline, run.stage, { ...view, ...window })}>
          {formatRange(fromMs, toMs, zone, nowMs)}
        </Link>
      </th>
      {hasStage && <td>{run.stage}</td>}
      <td>
        {isAbnormal(run) && <Glyph name={run.state === 'missing' ? 'critical' : 'warning'} />} {run.state}
      </td>
      <td data-numeric>{formatCount(run.rows)}</td>
      <td data-numeric>
        {run.expectedRows === undefined ? (
          <span title="not enough runs before it to say">{MISSING}</span>
        ) : (
          formatCount(run.expectedRows)
        )}
      </td>
      <td data-numeric>{run.rows === 0 ? MISSING : formatValue(run.lateRows / run.rows, 'share')}</td>
      <td>{firstMs === undefined ? MISSING : formatInstant(firstMs, zone, nowMs)}</td>
      <td data-numeric>
        {firstMs === undefined || lastMs === undefined ? MISSING : formatDuration(lastMs - firstMs)}
      </td>
      <td data-numeric>{lastMs === undefined ? MISSING : formatDuration(Math.max(0, lastMs - toMs))}</td>
    </tr>
  );
}
