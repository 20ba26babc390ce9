import { useQuery } from '@tanstack/react-query';
import { lazy, Suspense, useState } from 'react';
import { Link } from 'wouter';
import type { DisagreementOrder } from '#contract/rollout-disagreement.ts';
import type { Rollout } from '#contract/rollout.ts';
import { disagreementsQuery } from '../../api/disagreements.ts';
import { rolloutQuery } from '../../api/rollouts.ts';
import { formatCount } from '../../format/number.ts';
import { Boundary } from '../../shell/boundary.tsx';
import { Page } from '../../shell/page.tsx';
import { SegmentNotice } from '../../shell/scope-notice.tsx';
import { Select } from '../../ui/select.tsx';
import { rolloutPath } from '../../url/links.ts';
import { formatNames, parseNames } from '../../url/series-id.ts';
import { useView } from '../../url/use-view.ts';
import { defaultView, disagreementSorts } from '../../url/view.ts';
import { ConfusionTable } from './confusion-table.tsx';
import { DisagreementList } from './disagreement-list.tsx';
import { DisagreementSummary } from './disagreement-summary.tsx';
import styles from './disagreements.module.css';

const AddSegment = lazy(async () => ({ default: (await import('../../shell/add-segment.tsx')).AddSegment }));

const orders: readonly { value: DisagreementOrder; label: string }[] = [
  { value: 'impact', label: 'Greatest impact first' },
  { value: 'scoreGap', label: 'Widest gap of confidence first' },
  { value: 'latest', label: 'Latest first' },
  { value: 'random', label: 'At random' },
];

/** Where do the versions answer differently, and who is right? */
export function DisagreementsPage({ id }: { id: string }) {
  const { view } = useView();
  const { data: detail } = useQuery({
    ...rolloutQuery(id),
    throwOnError: (_, query) => query.state.data === undefined,
  });
  const rollout = detail?.rollout;
  const title = rollout
    ? `Disagreements of ${rollout.stage} ${rollout.stable.version} and ${rollout.candidate.version}`
    : 'Disagreements';
  return (
    <Page title={title} documentTitle={title} aside={<Link href={rolloutPath(id, view)}>The rollout</Link>}>
      <Boundary what="The disagreements" resetKey={id}>
        {rollout ? <Explorer rollout={rollout} /> : <p role="status">Reading the rollout …</p>}
      </Boundary>
    </Page>
  );
}

function Explorer({ rollout }: { rollout: Rollout }) {
  const { view, setView } = useView();
  const [isOpenOnly, setOpenOnly] = useState(false);
  const order = disagreementSorts.find((sort) => sort === view.sort) ?? 'impact';
  const [stable, candidate] = view.sel === undefined ? [] : parseNames(view.sel);
  const { data, isFetching, isPlaceholderData, refetch } = useQuery({
    ...disagreementsQuery(rollout.id, {
      order,
      seg: view.seg,
      stable,
      candidate,
      judged: isOpenOnly ? 'open' : 'all',
    }),
    throwOnError: (_, query) => query.state.data === undefined,
  });
  if (!data) return <p role="status">Comparing the answers …</p>;
  return (
    <div className={styles.page}>
      <DisagreementSummary rollout={rollout} disagreements={data} />
      <SegmentNotice />
      <div className={styles.tools} role="group" aria-label="Which disagreements">
        <Select
          label="Order"
          options={orders}
          value={order}
          onChange={(chosen) => setView({ sort: chosen === 'impact' ? defaultView.sort : chosen })}
        />
        <Suspense>
          <AddSegment pipeline={rollout.pipeline} stage={rollout.stage} />
        </Suspense>
        <label className={styles.check}>
          <input
            type="checkbox"
            checked={isOpenOnly}
            onChange={({ target }) => setOpenOnly(target.checked)}
          />
          Only what nobody has judged
        </label>
        <button type="button" disabled={isFetching} onClick={() => void refetch()}>
          Read again
        </button>
        <span role="status">
          {isFetching
            ? 'Comparing the answers …'
            : `${formatCount(data.items.length)} of ${formatCount(data.found)} shown`}
        </span>
      </div>
      {data.confusion.length > 0 && (
        <ConfusionTable
          rollout={rollout}
          confusion={data.confusion}
          chosen={stable === undefined || candidate === undefined ? undefined : { stable, candidate }}
          onChoose={(cell) => setView({ sel: cell && formatNames([cell.stable, cell.candidate]) })}
        />
      )}
      <div aria-busy={isPlaceholderData}>
        <DisagreementList rollout={rollout} disagreements={data} />
      </div>
    </div>
  );
}
