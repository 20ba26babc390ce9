import { useQuery } from '@tanstack/react-query';
import type { StageHeadline } from '#contract/pipeline.ts';
import { overviewQuery } from '../../api/pipelines.ts';
import type { TimeRange } from '../../api/time-range.ts';
import { formatCount, formatDifference, formatValue, type Unit } from '../../format/number.ts';
import styles from './headline-figures.module.css';
import type { StageCompare } from './use-compare.ts';

const figures: readonly {
  name: string;
  unit: Unit;
  valueOf: (headline: StageHeadline) => number | null;
}[] = [
  { name: 'Requests', unit: 'perSecond', valueOf: ({ ratePerSecond }) => ratePerSecond },
  { name: 'p95 latency', unit: 'ms', valueOf: ({ latencyP95Ms }) => latencyP95Ms },
  { name: 'Errors', unit: 'share', valueOf: ({ errorShare }) => errorShare },
  { name: 'Null outputs', unit: 'share', valueOf: ({ nullShare }) => nullShare },
];

/** The figures of the range, each with its signed difference from what it is held against. */
export function HeadlineFigures({
  pipeline,
  headline,
  range,
  compare,
}: {
  pipeline: string;
  headline: StageHeadline;
  range: TimeRange;
  compare: StageCompare | undefined;
}) {
  // The figures are of all versions, so a version has none of its own to be held against.
  const isWindow = compare !== undefined && compare.version === undefined;
  const { data: other } = useQuery({
    ...overviewQuery(pipeline, isWindow ? compare.range : range),
    enabled: isWindow,
  });
  const before = isWindow ? other?.stages.find(({ stage }) => stage === headline.stage) : undefined;
  return (
    <section aria-label="Figures of the range">
      <dl className={styles.figures}>
        {figures.map(({ name, unit, valueOf }) => {
          const value = valueOf(headline);
          const earlier = before && before.rows > 0 ? valueOf(before) : null;
          return (
            <div key={name}>
              <dt>{name}</dt>
              <dd>
                <span className={styles.value} title={value === null ? 'nothing to take it from' : undefined}>
                  {formatValue(value, unit)}
                </span>
                {isWindow && (
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
            <span className={styles.value}>{formatCount(headline.rows)}</span>
            {before && <span className={styles.difference}>against {formatCount(before.rows)}</span>}
          </dd>
        </div>
      </dl>
    </section>
  );
}
