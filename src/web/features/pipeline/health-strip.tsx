import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import type { Pipeline } from '#contract/pipeline.ts';
import { healthQuery } from '../../api/health.ts';
import type { TimeRange } from '../../api/time-range.ts';
import { HeatMap } from '../../charts/heat-map.tsx';
import { layersOf } from '../../charts/layers.ts';
import { formatValue } from '../../format/number.ts';
import { formatTime, formatInstant } from '../../format/time.ts';
import { healthStep } from '../../health/health-step.ts';
import { limitRatios, ratioValues, type HeldAgainst } from '../../health/limit-ratio.ts';
import { useNow } from '../../shell/use-now.ts';
import { useZone } from '../../state/preferences.ts';
import { stagePath } from '../../url/links.ts';
import { useAddress, useView } from '../../url/use-view.ts';
import { formatBound } from '../../url/view.ts';
import styles from './health-strip.module.css';

/** Where trouble began: how near each stage was to its limits, in the order of the flow. */
export function HealthStrip({
  pipeline,
  range,
  held,
}: {
  pipeline: Pipeline;
  range: TimeRange;
  /** By stage. */
  held: ReadonlyMap<string, HeldAgainst>;
}) {
  const { view } = useView();
  const { navigate } = useAddress();
  const zone = useZone();
  const nowMs = useNow(60_000);
  const { data: health } = useQuery({
    ...healthQuery(pipeline.name, range, {
      stepSeconds: healthStep(range, pipeline, nowMs),
      known: view.known,
    }),
    throwOnError: (_, query) => query.state.data === undefined,
  });
  const stages = useMemo(() => {
    const names = pipeline.stages.map(({ name }) => name);
    return layersOf(names, pipeline.edges)
      .flat()
      .flatMap((name) => pipeline.stages.find((stage) => stage.name === name) ?? []);
  }, [pipeline]);
  const rows = useMemo(
    () =>
      stages.map((stage) => {
        const figures = health?.stages.find((candidate) => candidate.stage === stage.name);
        const against = held.get(stage.name);
        return health && figures && against ? limitRatios(health, figures, against) : [];
      }),
    [health, stages, held],
  );
  const columns = health?.slotsMs.length ?? 0;
  const values = useMemo(() => {
    const all = new Float64Array(stages.length * columns).fill(Number.NaN);
    for (const [row, ratios] of rows.entries())
      all.set(ratioValues(ratios).subarray(0, columns), row * columns);
    return all;
  }, [rows, stages.length, columns]);
  const marks = useMemo(() => Uint8Array.from(values, (value) => (value >= 1 ? 2 : 0)), [values]);
  if (!health) return <p role="status">Reading the intervals of all stages …</p>;

  const open = (row: number, column: number) => {
    const stage = stages[row];
    const slotMs = health.slotsMs[column];
    if (stage && slotMs !== undefined) {
      navigate(stagePath(pipeline.name, stage.name, view, { at: formatBound(slotMs) }));
    }
  };
  return (
    <>
      <HeatMap
        label="Where trouble began: stages by time"
        rows={stages.map(({ name, title }) => ({ key: name, label: title ?? name }))}
        columns={health.slotsMs.map((time) => ({ time, label: formatTime(time, zone) }))}
        values={values}
        marks={marks}
        scaleMax={1}
        selected={undefined}
        onSelect={open}
        formatCell={(row, column) => {
          const entry = rows[row]?.[column];
          const when = formatInstant(health.slotsMs[column] ?? 0, zone, nowMs);
          const what = entry ? `${formatValue(entry.ratio, 'none')} of the limit, ${entry.of}` : 'no rows';
          return `${stages[row]?.name}, ${when}: ${what}`;
        }}
        formatScale={(value) => `${formatValue(value, 'none')} of the limit`}
      />
      <p className={styles.note}>
        Each cell: the largest of p95 latency, errors, null outputs and drift, divided by its limit: that of a
        rule, of the stage’s target or, marked auto, what one in a thousand exceeded in the reference. While
        an alert fires, the stage is at its limit. Choose a cell to see the stage at that time.
      </p>
    </>
  );
}
