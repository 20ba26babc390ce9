import { useQuery } from '@tanstack/react-query';
import { useRef } from 'react';
import { Link } from 'wouter';
import type { StageSummary } from '#contract/pipeline.ts';
import { formatSegment, siteSegment } from '#contract/segment.ts';
import { useDriftClient } from '../../api/drift-client.tsx';
import { driftCountsQuery, driftMapQuery } from '../../api/drift.ts';
import type { TimeRange } from '../../api/time-range.ts';
import { MISSING } from '../../format/number.ts';
import { budgetOf } from '../../health/alarm-budget.ts';
import { defaultMethod } from '../../health/drift-methods.ts';
import { driftNews } from '../../health/drift-news.ts';
import { slotStep } from '../../health/slot-step.ts';
import { reasonOf } from '../../shell/boundary.tsx';
import { useNow } from '../../shell/use-now.ts';
import { Glyph } from '../../ui/glyph.tsx';
import { useOnScreen } from '../../ui/use-on-screen.ts';
import { driftPath } from '../../url/links.ts';
import { useView } from '../../url/use-view.ts';
import { defaultView } from '../../url/view.ts';

/** The worst drift of what a site sent, against the same site in the reference; computed once it is in sight. */
export function SiteDrift({
  pipeline,
  stage,
  site,
  range,
}: {
  pipeline: string;
  stage: StageSummary;
  site: string;
  range: TimeRange;
}) {
  const { view } = useView();
  const drift = useDriftClient();
  const nowMs = useNow(60_000);
  const segments = [formatSegment({ metric: siteSegment, value: site })];
  const element = useRef<HTMLSpanElement>(null);
  const isOnScreen = useOnScreen(element);
  const stepSeconds = slotStep(range, stage, nowMs);
  const counts = useQuery({
    ...driftCountsQuery(drift, { pipeline, stage: stage.name, range, stepSeconds, segments }),
    enabled: isOnScreen,
  });
  const map = useQuery({
    ...driftMapQuery(
      drift,
      counts.data ?? { url: '', asOf: '' },
      defaultMethod,
      budgetOf(defaultView.budget),
    ),
    enabled: isOnScreen && counts.data !== undefined,
  });
  const error = counts.error ?? map.error;
  const news = map.data && driftNews(map.data);
  return (
    <span ref={element}>
      {error && !map.data && <span title={reasonOf(error)}>not known: {reasonOf(error)}</span>}
      {!error && !map.data && 'comparing …'}
      {map.data && !news && <span title="too few rows to compare">{MISSING}</span>}
      {news && (
        <>
          {news.drifting > 0 && <Glyph name="critical" />}{' '}
          <Link href={driftPath(pipeline, stage.name, { ...view, seg: segments })}>
            {news.metric} {news.score}
          </Link>
        </>
      )}
    </span>
  );
}
