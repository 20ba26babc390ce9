import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useDeferredValue, useState } from 'react';
import type { StageSummary } from '#contract/pipeline.ts';
import { useDriftClient } from '../../api/drift-client.tsx';
import { driftCountsQuery, driftMapQuery, type CountsId } from '../../api/drift.ts';
import { useMetricBook } from '../../api/metric-settings.ts';
import type { TimeRange } from '../../api/time-range.ts';
import { useNow } from '../../shell/use-now.ts';
import { useZone } from '../../state/preferences.ts';
import { useRowScope } from '../../url/use-row-scope.ts';
import { useView } from '../../url/use-view.ts';
import { driftAnswer } from './drift-answer.ts';
import { DriftBoard } from './drift-board.tsx';
import styles from './drift-page.module.css';
import { DriftToolbar } from './drift-toolbar.tsx';
import { budgetOf } from '../../health/alarm-budget.ts';
import { promiseText } from '../../health/promise-text.ts';
import { methodOf, methodTexts } from '../../health/drift-methods.ts';
import { slotStep } from '../../health/slot-step.ts';

const nothing: CountsId = { url: '', asOf: '' };

/** From the answer to the single cell. Counts come from the server once; tests and levels are computed in a worker. */
export function DriftExplorer({
  pipeline,
  stage,
  range,
}: {
  pipeline: string;
  stage: StageSummary;
  range: TimeRange;
}) {
  const { view } = useView();
  const scope = useRowScope();
  const drift = useDriftClient();
  const zone = useZone();
  const book = useMetricBook(pipeline, stage.name);
  const nowMs = useNow(60_000);
  const [wider, setWider] = useState({ range, stepSeconds: 0 });
  const ownStep = wider.range === range ? wider.stepSeconds : 0;
  const stepSeconds = Math.max(ownStep, slotStep(range, stage, nowMs));
  const selection = {
    pipeline,
    stage: stage.name,
    range,
    stepSeconds,
    reference: view.ref,
    ...scope,
  };
  const counts = useQuery({
    ...driftCountsQuery(drift, selection),
    placeholderData: keepPreviousData,
    throwOnError: (_, query) => query.state.data === undefined,
  });
  const map = useQuery({
    ...driftMapQuery(drift, counts.data ?? nothing, methodOf(view.test), budgetOf(view.budget)),
    enabled: counts.data !== undefined,
    placeholderData: keepPreviousData,
    throwOnError: (_, query) => query.state.data === undefined,
  });

  // Rendered in slices: a board of hundreds of metrics at once would hold up the page.
  const shown = useDeferredValue(map.data);
  if (!shown) return <p className={styles.loading}>Comparing every metric with its reference …</p>;
  const isBusy = map.isPlaceholderData || counts.isPlaceholderData || shown !== map.data;
  return (
    <div
      aria-busy={isBusy}
      className={styles.explorer}
      data-method={`drift by ${methodTexts[shown.method].name} against “${shown.counts.reference.name}”. ${promiseText(shown)}`}
    >
      <p className={styles.answer}>{driftAnswer(shown, stage.title ?? stage.name, zone, nowMs, book)}</p>
      <DriftToolbar pipeline={pipeline} stage={stage.name} range={range} map={shown} />
      <DriftBoard
        pipeline={pipeline}
        stage={stage}
        map={shown}
        isBusy={isBusy}
        onWiden={(step) => setWider({ range, stepSeconds: step })}
      />
    </div>
  );
}
