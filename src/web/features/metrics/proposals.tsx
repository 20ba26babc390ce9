import { useQuery } from '@tanstack/react-query';
import type { Metric } from '#contract/metric.ts';
import type { Pipeline, StageSummary } from '#contract/pipeline.ts';
import { useDriftClient } from '../../api/drift-client.tsx';
import { driftCountsQuery, driftMapQuery } from '../../api/drift.ts';
import { redundantMetricsQuery } from '../../api/redundant-series.ts';
import { stepFor } from '../../api/time-range.ts';
import type { MetricBook } from '../../format/metric-book.ts';
import { budgetOf } from '../../health/alarm-budget.ts';
import { defaultMethod } from '../../health/drift-methods.ts';
import { slotStep } from '../../health/slot-step.ts';
import { reasonOf } from '../../shell/boundary.tsx';
import { useNow } from '../../shell/use-now.ts';
import { useTimeRange } from '../../url/use-time-range.ts';
import { defaultView } from '../../url/view.ts';
import styles from './metrics-page.module.css';
import { EarlyMoverList } from './early-mover-list.tsx';
import { noisyMetrics } from './noisy-metrics.ts';
import { Proposal } from './proposal.tsx';
import type { ChangeSettings } from './use-change-settings.ts';

/** As many slots as the comparison of courses wants: fine enough for changes, coarse enough for rows in each. */
const SLOTS = 120;

/** What could be muted or pinned, and why: metrics that say the same as another, that only flicker, or that move first. */
export function Proposals({
  pipeline,
  stage,
  metrics,
  book,
  change,
}: {
  pipeline: Pipeline;
  stage: StageSummary;
  metrics: readonly Metric[];
  book: MetricBook;
  change: ChangeSettings;
}) {
  const drift = useDriftClient();
  const nowMs = useNow(60_000);
  const range = useTimeRange(pipeline.name);
  const heard = metrics.filter(({ id }) => book.attention(id) !== 'muted');
  const selection = { pipeline: pipeline.name, stage: stage.name, range };
  const redundant = useQuery(
    redundantMetricsQuery(drift, { ...selection, stepSeconds: stepFor(range, nowMs, SLOTS) }, heard),
  );
  const stepSeconds = slotStep(range, stage, nowMs);
  const counts = useQuery({
    ...driftCountsQuery(drift, { ...selection, stepSeconds }),
    enabled: stage.rows > 0,
  });
  const map = useQuery({
    ...driftMapQuery(
      drift,
      counts.data ?? { url: '', asOf: '' },
      defaultMethod,
      budgetOf(defaultView.budget),
    ),
    enabled: counts.data !== undefined,
  });
  const noisy = (map.data ? noisyMetrics(map.data) : []).filter(
    ({ metric }) => book.attention(metric) !== 'muted',
  );
  const groups = (redundant.data ?? []).map((group) => withKept(group, book));
  const isPending = redundant.isPending || (stage.rows > 0 && map.isPending && !counts.error);
  const error = redundant.error ?? counts.error ?? map.error;

  return (
    <section aria-labelledby="proposals" className={styles.proposals}>
      <h2 id="proposals">Proposals</h2>
      {error && <p role="alert">Not all could be computed: {reasonOf(error)}</p>}
      {!isPending && !error && groups.length + noisy.length === 0 && (
        <p>In this range no metric says the same as another, and none only flickers.</p>
      )}
      {isPending && !error && (
        <p className={styles.loading}>Comparing the courses of {heard.length} metrics …</p>
      )}
      <ul className={styles.list}>
        {groups.map(({ kept, others, agreement }) => (
          <Proposal
            key={`same ${others.join(' ')}`}
            text={`${names([...others], book)} ${others.length === 1 ? 'goes' : 'go'} up and down with ${book.label(kept)} (rank correlation at least ${agreement.toFixed(2)}).`}
            act={`Mute ${names(others, book)}`}
            onAct={() => change(others, { attention: 'muted' }, `${names(others, book)} muted`)}
          />
        ))}
        {noisy.map(({ metric, drifting, slots }) => (
          <Proposal
            key={`noisy ${metric}`}
            text={`${book.label(metric)} only flickers: it drifts in ${drifting} of ${slots} intervals, never in two on end.`}
            act={`Mute ${book.label(metric)}`}
            onAct={() => change([metric], { attention: 'muted' }, `${book.label(metric)} muted`)}
          />
        ))}
      </ul>
      <EarlyMoverList pipeline={pipeline} stage={stage.name} book={book} change={change} />
    </section>
  );
}

/** Of a group one stays: a pinned one, else the first. */
function withKept({ metrics, agreement }: { metrics: string[]; agreement: number }, book: MetricBook) {
  const kept = metrics.find((metric) => book.attention(metric) === 'pinned') ?? metrics[0] ?? '';
  return { kept, agreement, others: metrics.filter((metric) => metric !== kept) };
}

function names(metrics: readonly string[], book: MetricBook): string {
  return new Intl.ListFormat('en', { type: 'conjunction' }).format(
    metrics.map((metric) => book.label(metric)),
  );
}
