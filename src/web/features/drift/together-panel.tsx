import type { DriftMap } from '#workers/tasks/drift-map-tasks.ts';
import type { MultivariateFindings } from '#workers/tasks/frame-tasks.ts';
import { useDriftClient } from '../../api/drift-client.tsx';
import { countsWindow } from '../../api/drift.ts';
import { togetherQuery, type TogetherSelection } from '../../api/together.ts';
import { metricLabel } from '../../format/metric-label.ts';
import { formatCount, formatDifference, formatPValue, formatValue } from '../../format/number.ts';
import { formatRange } from '../../format/time.ts';
import { unavailableText } from '../../health/drift-methods.ts';
import { useNow } from '../../shell/use-now.ts';
import { useZone } from '../../state/preferences.ts';
import { LongName } from '../../ui/long-name.tsx';
import { useRowScope } from '../../url/use-row-scope.ts';
import { useView } from '../../url/use-view.ts';
import { togetherView } from '../../url/view.ts';
import styles from './cell-detail.module.css';
import { rankMetrics } from './ranking.ts';
import { TaskStatus } from '../../shell/task-status.tsx';
import { togetherAnswer } from './together-answer.ts';
import { useTaskRun } from '../../api/use-task-run.ts';

const MOST_METRICS = 40;
const MOST_CARRIERS = 8;

/** All numeric metrics together: drift that none of them shows by itself. */
export function TogetherPanel({ pipeline, stage, map }: { pipeline: string; stage: string; map: DriftMap }) {
  const { view, setView } = useView();
  const scope = useRowScope();
  const zone = useZone();
  const nowMs = useNow(60_000);
  const numeric = rankMetrics(map).filter(({ kind }) => kind === 'numeric');
  const current = windowOf(map);
  const isShown = view.view === togetherView;
  return (
    <section className={styles.detail} aria-labelledby="together">
      <h2 id="together">All features together, {formatRange(current.fromMs, current.toMs, zone, nowMs)}</h2>
      {numeric.length < 2 ? (
        <p className={styles.note}>
          Not available: it needs two numeric metrics, and this stage has {numeric.length}.
        </p>
      ) : isShown ? (
        <Together
          selection={{
            ...scope,
            pipeline,
            stage,
            metrics: numeric.slice(0, MOST_METRICS).map(({ metric }) => metric),
            reference: { from: map.counts.reference.from, to: map.counts.reference.to },
            current,
          }}
          numericCount={numeric.length}
        />
      ) : (
        <p className={styles.note}>
          Metrics can change together where none does alone, as when two that went hand in hand part.{' '}
          <button type="button" onClick={() => setView({ view: togetherView })}>
            Compare all features together
          </button>
        </p>
      )}
    </section>
  );
}

function Together({ selection, numericCount }: { selection: TogetherSelection; numericCount: number }) {
  const run = useTaskRun(togetherQuery(useDriftClient(), selection));
  return (
    <>
      <TaskStatus run={run} what="the comparison" act="Run the comparison" />
      {run.data && (
        <>
          <p>{togetherAnswer(run.data)}</p>
          <Findings findings={run.data} />
          <p className={styles.note}>
            {rowsText(run.data, numericCount)}{' '}
            <button type="button" onClick={run.runAgain} disabled={run.isRunning}>
              Compare again
            </button>
          </p>
        </>
      )}
    </>
  );
}

function Findings({ findings: { classifier, reconstruction } }: { findings: MultivariateFindings }) {
  return (
    <>
      <dl className={styles.figures}>
        <div>
          <dt>Classifier, area under the ROC curve</dt>
          <dd>
            {classifier.status === 'ok'
              ? `${formatValue(classifier.auc, 'none')}, ${formatPValue(classifier.p)}, n ${formatCount(classifier.m)} against ${formatCount(classifier.n)}; 0.5 when the sides cannot be told apart`
              : `not available: ${unavailableText(classifier, 5)}`}
          </dd>
        </div>
        <div>
          <dt>Reconstruction error by principal components</dt>
          <dd>{reconstructionText(reconstruction)}</dd>
        </div>
      </dl>
      {classifier.status === 'ok' && <Carriers carriers={classifier.carriers} />}
    </>
  );
}

function reconstructionText(reconstruction: MultivariateFindings['reconstruction']): string {
  switch (reconstruction.status) {
    case 'ok': {
      const { before, now, effect, p, components } = reconstruction;
      return `${formatValue(before, 'none')} before, ${formatValue(now, 'none')} now (${formatDifference(effect, 'none')} standard deviations), ${formatPValue(p)}; ${components} components`;
    }
    case 'complete':
      return `not available: the metrics have so little in common that all ${reconstruction.components} components are needed`;
    case 'unavailable':
      return `not available: ${unavailableText(reconstruction, 2)}`;
  }
}

function Carriers({
  carriers,
}: {
  carriers: Extract<MultivariateFindings['classifier'], { status: 'ok' }>['carriers'];
}) {
  const { setView } = useView();
  return (
    <div className={styles.scroller}>
      <table>
        <caption>What the classifier goes by</caption>
        <thead>
          <tr>
            <th scope="col">Metric</th>
            <th scope="col" data-numeric>
              Part
            </th>
            <th scope="col">Current values are</th>
          </tr>
        </thead>
        <tbody>
          {carriers.slice(0, MOST_CARRIERS).map(({ metric, part, isLarger }) => (
            <tr key={metric}>
              <th scope="row">
                <button type="button" data-kind="plain" onClick={() => setView({ feature: metric })}>
                  <LongName name={metricLabel(metric)} most={40} />
                </button>
              </th>
              <td data-numeric>{formatValue(part, 'share')}</td>
              <td>{isLarger ? 'larger' : 'smaller'}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** From the start of the drift that lasts, where one does: over the whole range it would be thinned out. */
function windowOf({ counts, metrics }: DriftMap): { fromMs: number; toMs: number } {
  const whole = countsWindow(counts);
  const starts = metrics.flatMap(({ spell }) => (spell?.isOngoing ? [spell.fromMs] : []));
  return { fromMs: starts.length > 0 ? Math.min(...starts) : whole.fromMs, toMs: whole.toMs };
}

const reasonTexts = { sensitive: 'sensitive', missing: 'often missing', constant: 'constant' } as const;

function rowsText({ reference, current, metrics, left }: MultivariateFindings, numericCount: number): string {
  const side = ({ total, taken }: MultivariateFindings['current'], where: string): string =>
    taken < total
      ? `${formatCount(taken)} of the ${formatCount(total)} rows ${where}`
      : `all ${formatCount(taken)} rows ${where}`;
  const without = left
    .slice(0, 5)
    .map(({ metric, reason }) => `${metricLabel(metric)} (${reasonTexts[reason]})`);
  const rest = left.length > 5 ? ` and ${left.length - 5} more` : '';
  const leftText = left.length > 0 ? ` Left out: ${without.join(', ')}${rest}.` : '';
  return `${metrics.length} of ${numericCount} numeric metrics, those that drift most first; ${side(current, 'of this window')} against ${side(reference, 'of the reference')}, the same each time.${leftText}`;
}
