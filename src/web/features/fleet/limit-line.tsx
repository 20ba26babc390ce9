import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import type { OpenAlert, Pipeline, StageSummary } from '#contract/pipeline.ts';
import type { DriftMap } from '#workers/tasks/drift-map-tasks.ts';
import { healthQuery } from '../../api/health.ts';
import type { TimeRange } from '../../api/time-range.ts';
import { Sparkline } from '../../charts/sparkline.tsx';
import { formatValue } from '../../format/number.ts';
import { healthStep } from '../../health/health-step.ts';
import { limitRatios, ratioValues } from '../../health/limit-ratio.ts';
import { plainLimits, type StageLimits } from '../../health/stage-limits.ts';
import { useNow } from '../../shell/use-now.ts';
import { useView } from '../../url/use-view.ts';

/** How near a stage was to its limits over the range; nothing where nothing is known. */
export function LimitLine({
  pipeline,
  range,
  stage,
  map,
  limits,
  alerts,
  severity,
}: {
  pipeline: Pipeline;
  range: TimeRange;
  stage: StageSummary;
  map: DriftMap | undefined;
  limits: StageLimits | undefined;
  alerts: readonly OpenAlert[];
  severity: 'critical' | 'warning';
}) {
  const nowMs = useNow(60_000);
  const { known } = useView().view;
  const stepSeconds = healthStep(range, pipeline, nowMs);
  const { data: health } = useQuery(healthQuery(pipeline.name, range, { stepSeconds, known }));
  const values = useMemo(() => {
    const figures = health?.stages.find((candidate) => candidate.stage === stage.name);
    const against = { limits: limits ?? plainLimits(stage), drift: map, alerts };
    return health && figures && ratioValues(limitRatios(health, figures, against));
  }, [health, stage, map, limits, alerts]);
  const told = values?.filter((value) => !Number.isNaN(value));
  if (!values || !told || told.length === 0) return null;
  const label = `, at most ${formatValue(Math.max(...told), 'none')} of its limit`;
  return <Sparkline label={label} values={values} limit={1} severity={severity} width={64} height={18} />;
}
