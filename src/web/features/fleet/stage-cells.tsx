import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { Link } from 'wouter';
import type { Health } from '#contract/health.ts';
import type { StageSummary } from '#contract/pipeline.ts';
import type { DriftMap } from '#workers/protocol.ts';
import { healthQuery } from '../../api/health.ts';
import { Sparkline } from '../../charts/sparkline.tsx';
import { formatValue } from '../../format/number.ts';
import { healthStep } from '../../health/health-step.ts';
import { limitRatios, ratioValues } from '../../health/limit-ratio.ts';
import { useNow } from '../../shell/use-now.ts';
import { Glyph } from '../../ui/glyph.tsx';
import { LongName } from '../../ui/long-name.tsx';
import { stagePath } from '../../url/links.ts';
import { useView } from '../../url/use-view.ts';
import type { Watched } from './fleet-page.tsx';
import styles from './stage-cells.module.css';

/** More stages than these shrink to cells, of which only the abnormal ones carry a name. */
const mostNamed = 12;

/** The stages of a pipeline in the order of its flow, each with how near it was to its limits. */
export function StageCells({ watched }: { watched: Watched }) {
  const { pipeline, range, stages } = watched;
  const isSmall = stages.length > mostNamed;
  const { view } = useView();
  const nowMs = useNow(60_000);
  const { data: health } = useQuery({
    ...healthQuery(pipeline.name, range, healthStep(range, pipeline, nowMs)),
    enabled: !isSmall && pipeline.rows > 0,
  });
  return (
    <ol className={styles.flow} data-small={isSmall || undefined} aria-label={`Stages of ${pipeline.name}`}>
      {stages.map(({ name, findings, map }) => {
        const isNamed = !isSmall || findings.length > 0;
        const [worst] = findings;
        const stage = pipeline.stages.find((candidate) => candidate.name === name);
        return (
          <li key={name}>
            <Link
              href={stagePath(pipeline.name, name, view)}
              className={isNamed ? styles.stage : styles.cell}
              {...(!isNamed && { 'aria-label': name, title: name })}
            >
              {worst && <Glyph name={worst.severity} />}
              {isNamed && <LongName name={name} most={24} />}
              {!isSmall && health && stage && (
                <LimitLine
                  health={health}
                  stage={stage}
                  map={map}
                  severity={worst?.severity === 'critical' ? 'critical' : 'warning'}
                />
              )}
            </Link>
          </li>
        );
      })}
    </ol>
  );
}

/** How near the stage was to its limits over the range; nothing where nothing is known. */
function LimitLine({
  health,
  stage,
  map,
  severity,
}: {
  health: Health;
  stage: StageSummary;
  map: DriftMap | undefined;
  severity: 'critical' | 'warning';
}) {
  const values = useMemo(() => {
    const figures = health.stages.find((candidate) => candidate.stage === stage.name);
    return figures && ratioValues(limitRatios(health, figures, stage, map));
  }, [health, stage, map]);
  const known = values?.filter((value) => !Number.isNaN(value));
  if (!values || !known || known.length === 0) return null;
  const label = `, at most ${formatValue(Math.max(...known), 'none')} of its limit`;
  return <Sparkline label={label} values={values} limit={1} severity={severity} width={64} height={18} />;
}
