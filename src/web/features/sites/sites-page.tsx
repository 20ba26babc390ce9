import { keepPreviousData, useQuery, useSuspenseQuery } from '@tanstack/react-query';
import { Link } from 'wouter';
import type { Pipeline } from '#contract/pipeline.ts';
import { formatSegment, siteSegment } from '#contract/segment.ts';
import type { SiteState } from '#contract/site.ts';
import { sitesQuery } from '../../api/arrivals.ts';
import { pipelinesQuery } from '../../api/pipelines.ts';
import { isLive, resolveRange, type TimeRange } from '../../api/time-range.ts';
import { formatCount, formatDuration, formatValue } from '../../format/number.ts';
import { formatAgo } from '../../format/time.ts';
import { Boundary } from '../../shell/boundary.tsx';
import { NotFoundPage } from '../../shell/not-found-page.tsx';
import { Page } from '../../shell/page.tsx';
import { useNow } from '../../shell/use-now.ts';
import { Glyph } from '../../ui/glyph.tsx';
import { LongName } from '../../ui/long-name.tsx';
import { pipelinePath, stagePath } from '../../url/links.ts';
import { useTimeRange } from '../../url/use-time-range.ts';
import { useView } from '../../url/use-view.ts';
import { SiteDrift } from './site-drift.tsx';
import { silentForMs } from './site-silence.ts';
import styles from './sites-page.module.css';

/** Edge devices and regions: which are silent, late, behind in version, or see other data than before. */
export function SitesPage({ pipeline: name }: { pipeline: string }) {
  const { data: pipelines } = useSuspenseQuery(pipelinesQuery());
  const pipeline = pipelines.find((candidate) => candidate.name === name);
  const { view } = useView();
  if (!pipeline) return <NotFoundPage what={`pipeline called ${name}`} />;
  return (
    <Page
      title={`Sites of ${pipeline.title ?? pipeline.name}`}
      documentTitle={`Sites of ${pipeline.name}`}
      aside={<Link href={pipelinePath(pipeline.name, view)}>The pipeline</Link>}
    >
      <Boundary what="The sites" resetKey={name}>
        <SiteTable pipeline={pipeline} />
      </Boundary>
    </Page>
  );
}

function SiteTable({ pipeline }: { pipeline: Pipeline }) {
  const range = useTimeRange(pipeline.name);
  const nowMs = useNow(60_000);
  const { view, setView } = useView();
  const { data: sites, isPlaceholderData } = useQuery({
    ...sitesQuery(pipeline.name, range),
    placeholderData: keepPreviousData,
    throwOnError: (_, query) => query.state.data === undefined,
  });
  if (!sites) return <p role="status">Reading the sites …</p>;
  if (sites.length === 0) {
    return (
      <p className={styles.answer}>
        No row of this range names a site: send <code>site</code> with each record, and every device or region
        stands here.
      </p>
    );
  }
  const window = resolveRange(range, nowMs, 60);
  const silent = (site: SiteState) => (isLive(range) ? silentForMs(site, window) : undefined);
  const ordered = sites.toSorted((a, b) => (silent(b) ?? 0) - (silent(a) ?? 0));
  const shown = ordered.filter(({ site }) => site.toLocaleLowerCase().includes(view.q.toLocaleLowerCase()));
  return (
    <div aria-busy={isPlaceholderData}>
      <p className={styles.answer}>
        {sitesAnswer(
          sites,
          sites.filter((site) => silent(site) !== undefined),
        )}
      </p>
      <label className={styles.search}>
        <span>Find</span>
        <input
          type="search"
          value={view.q}
          placeholder={`among ${sites.length}`}
          maxLength={200}
          onChange={(event) => setView({ q: event.target.value }, { replace: true })}
        />
      </label>
      {shown.length === 0 && <p>No site is called like that.</p>}
      <div className={styles.scroller}>
        <table>
          <caption className="visually-hidden">Sites, the silent ones first</caption>
          <thead>
            <tr>
              <th scope="col">Site</th>
              <th scope="col">Stage</th>
              <th scope="col">Last row</th>
              <th scope="col" data-numeric>
                Rows
              </th>
              <th scope="col" data-numeric>
                Delay p50
              </th>
              <th scope="col" data-numeric>
                Delay p95
              </th>
              <th scope="col">Versions</th>
              <th scope="col">Worst drift</th>
            </tr>
          </thead>
          <tbody>
            {shown.map((site) => (
              <SiteRow
                key={`${site.site} ${site.stage}`}
                pipeline={pipeline}
                range={range}
                state={site}
                silentMs={silent(site)}
              />
            ))}
          </tbody>
        </table>
      </div>
    </div>
  );
}

function SiteRow({
  pipeline,
  range,
  state: { site, stage, rows, lastSeen, delaySeconds, versions },
  silentMs,
}: {
  pipeline: Pipeline;
  range: TimeRange;
  state: SiteState;
  silentMs: number | undefined;
}) {
  const { view } = useView();
  const nowMs = useNow();
  const summary = pipeline.stages.find(({ name }) => name === stage);
  const seg = [formatSegment({ metric: siteSegment, value: site })];
  return (
    <tr>
      <th scope="row">
        <Link href={stagePath(pipeline.name, stage, { ...view, seg })}>
          <LongName name={site} />
        </Link>
      </th>
      <td>{stage}</td>
      <td>
        {silentMs !== undefined && <Glyph name="warning" />} {formatAgo(Date.parse(lastSeen), nowMs)}
        {silentMs !== undefined && ', silent'}
      </td>
      <td data-numeric>{formatCount(rows)}</td>
      <td data-numeric>{formatDuration(1000 * delaySeconds.p50)}</td>
      <td data-numeric>{formatDuration(1000 * delaySeconds.p95)}</td>
      <td>
        {versions
          .map(({ version, rows: own }) => `${version} ${formatValue(own / rows, 'share')}`)
          .join(', ')}
      </td>
      <td>{summary && <SiteDrift pipeline={pipeline.name} stage={summary} site={site} range={range} />}</td>
    </tr>
  );
}

/** A site counts once, however many stages it sends to. */
function sitesAnswer(sites: readonly SiteState[], silentOnes: readonly SiteState[]): string {
  const names = siteCount(sites);
  const silent = siteCount(silentOnes);
  const mixed = siteCount(sites.filter(({ versions }) => versions.length > 1));
  const parts = [
    silent === 0 ? 'none is silent' : `${silent} ${silent === 1 ? 'is' : 'are'} silent for longer than usual`,
    mixed === 0 ? 'each runs one version' : `${mixed} ran more than one version`,
  ];
  return `${names} ${names === 1 ? 'site' : 'sites'}: ${parts.join('; ')}.`;
}

function siteCount(states: readonly SiteState[]): number {
  return new Set(states.map(({ site }) => site)).size;
}
