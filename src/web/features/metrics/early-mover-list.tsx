import type { Pipeline } from '#contract/pipeline.ts';
import type { MetricBook } from '../../format/metric-book.ts';
import { formatDuration } from '../../format/number.ts';
import type { EarlyMover } from '../../leads/early-movers.ts';
import { useTimeRange } from '../../url/use-time-range.ts';
import styles from './metrics-page.module.css';
import { Proposal } from './proposal.tsx';
import type { ChangeSettings } from './use-change-settings.ts';
import { useEarlyMovers } from './use-early-movers.ts';

/** What could be pinned, and why: metrics that moved before past alerts. */
export function EarlyMoverList({
  pipeline,
  stage,
  book,
  change,
}: {
  pipeline: Pipeline;
  stage: string;
  book: MetricBook;
  change: ChangeSettings;
}) {
  const found = useEarlyMovers(pipeline, stage, useTimeRange(pipeline.name));
  if (!found) return <p className={styles.loading}>Looking at what moved before past alerts …</p>;
  const movers = found.movers.filter(({ metric }) => book.attention(metric) === 'usual');
  if (movers.length === 0) {
    return (
      <p>
        {found.episodes === 0
          ? 'No alert of this pipeline began in this range, so nothing moved before one.'
          : `No metric that is not pinned yet moved before two or more of the ${found.episodes} alerts of this range.`}
      </p>
    );
  }
  return (
    <ul className={styles.list} aria-label="Moved before past alerts">
      {movers.map((mover) => (
        <Proposal
          key={mover.metric}
          text={moverText(mover, book)}
          act={`Pin ${book.label(mover.metric)}`}
          onAct={() =>
            change([mover.metric], { attention: 'pinned' }, `${book.label(mover.metric)} is pinned now`)
          }
        />
      ))}
    </ul>
  );
}

function moverText({ metric, alerts, episodes, of, leadMs }: EarlyMover, book: MetricBook): string {
  const names = new Intl.ListFormat('en', { type: 'conjunction' }).format(alerts);
  return `${book.label(metric)} moved before ${episodes} of ${of} past alerts (${names}), ${formatDuration(leadMs)} earlier in the median.`;
}
