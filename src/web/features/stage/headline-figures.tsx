import { keepPreviousData, useQuery } from '@tanstack/react-query';
import type { StageFigures } from '#contract/pipeline.ts';
import { figuresQuery } from '../../api/figures.ts';
import type { TimeRange } from '../../api/time-range.ts';
import { formatCount, formatDifference, formatValue, type Unit } from '../../format/number.ts';
import { useRowScope } from '../../url/use-row-scope.ts';
import styles from './headline-figures.module.css';
import type { StageCompare } from '../../health/use-compare.ts';

const figures: readonly {
  name: string;
  unit: Unit;
  valueOf: (of: StageFigures) => number | null;
}[] = [
  { name: 'Requests', unit: 'perSecond', valueOf: ({ ratePerSecond }) => ratePerSecond },
  { name: 'p95 latency', unit: 'ms', valueOf: ({ latencyP95Ms }) => latencyP95Ms },
  { name: 'Errors', unit: 'share', valueOf: ({ errorShare }) => errorShare },
  { name: 'Null outputs', unit: 'share', valueOf: ({ nullShare }) => nullShare },
];

/** The figures of the rows in view, each with its signed difference from what it is held against. */
export function HeadlineFigures({
  pipeline,
  stage,
  range,
  compare,
}: {
  pipeline: string;
  stage: string;
  range: TimeRange;
  compare: StageCompare | undefined;
}) {
  const scope = useRowScope();
  const { data: shown } = useQuery({
    ...figuresQuery({ pipeline, stage, range, scope }),
    placeholderData: keepPreviousData,
  });
  const { data: other } = useQuery({
    ...figuresQuery({
      pipeline,
      stage,
      range: compare?.range ?? range,
      scope: compare?.version === undefined ? scope : { ...scope, version: compare.version },
    }),
    enabled: compare !== undefined,
  });
  const before = compare && other; // without a comparison both queries are one
  if (!shown || shown.rows === 0) return null;
  return (
    <section aria-label="Figures of the range">
      <dl className={styles.figures}>
        {figures.map(({ name, unit, valueOf }) => {
          const value = valueOf(shown);
          const earlier = before && before.rows > 0 ? valueOf(before) : null;
          return (
            <div key={name}>
              <dt>{name}</dt>
              <dd>
                <span className={styles.value} title={value === null ? 'nothing to take it from' : undefined}>
                  {formatValue(value, unit)}
                </span>
                {compare && (
                  <span className={styles.difference}>
                    {value !== null && earlier !== null ? formatDifference(value - earlier, unit) : '–'} vs{' '}
                    {compare.name}
                  </span>
                )}
              </dd>
            </div>
          );
        })}
        <div>
          <dt>n</dt>
          <dd>
            <span className={styles.value}>{formatCount(shown.rows)}</span>
            {before && <span className={styles.difference}>against {formatCount(before.rows)}</span>}
          </dd>
        </div>
      </dl>
    </section>
  );
}
