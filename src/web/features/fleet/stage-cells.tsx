import { lazy, Suspense } from 'react';
import { Link } from 'wouter';
import { Glyph } from '../../ui/glyph.tsx';
import { LongName } from '../../ui/long-name.tsx';
import { stagePath } from '../../url/links.ts';
import { useView } from '../../url/use-view.ts';
import type { Watched } from './fleet-page.tsx';
import styles from './stage-cells.module.css';

const LimitLine = lazy(async () => ({ default: (await import('./limit-line.tsx')).LimitLine }));

/** More stages than these shrink to cells, of which only the abnormal ones carry a name. */
const mostNamed = 12;

/** The stages of a pipeline in the order of its flow, each with how near it was to its limits. */
export function StageCells({ watched }: { watched: Watched }) {
  const { pipeline, range, stages } = watched;
  const isSmall = stages.length > mostNamed;
  const { view } = useView();
  return (
    <ol className={styles.flow} data-small={isSmall || undefined} aria-label={`Stages of ${pipeline.name}`}>
      {stages.map(({ name, findings, map, limits, alerts }) => {
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
              {!isSmall && pipeline.rows > 0 && stage && (
                <Suspense>
                  <LimitLine
                    pipeline={pipeline}
                    range={range}
                    stage={stage}
                    map={map}
                    limits={limits}
                    alerts={alerts}
                    severity={worst?.severity === 'critical' ? 'critical' : 'warning'}
                  />
                </Suspense>
              )}
            </Link>
          </li>
        );
      })}
    </ol>
  );
}
