import { NumberField } from '../../../ui/number-field.tsx';
import { Select } from '../../../ui/select.tsx';
import { DurationField } from './duration-field.tsx';
import type { ConditionOf, FieldsProps } from './fields-props.ts';
import styles from './condition-form.module.css';

type BurnRate = ConditionOf<'burnRate'>;
type BurnWindow = BurnRate['windows'][number];

const HOUR = 3_600;
const DAY = 24 * HOUR;
const longWindows = [HOUR, 6 * HOUR, DAY, 3 * DAY, 7 * DAY];
const shortWindows = [300, 1_800, HOUR, 2 * HOUR, 6 * HOUR, DAY];
const MOST_WINDOWS = 6;
/** A day of it takes a tenth of the budget of thirty days. */
const slowWindow: BurnWindow = { longSeconds: 3 * DAY, shortSeconds: 6 * HOUR, factor: 1 };

export function BurnRateFields({
  condition,
  material: { metrics },
  book,
  onChange,
}: FieldsProps<'burnRate'>) {
  const metric = metrics.find(({ id }) => id === condition.metric);
  const { windows } = condition;
  const setWindow = (at: number, patch: Partial<BurnWindow>) =>
    onChange({
      ...condition,
      windows: windows.map((window, index) => (index === at ? { ...window, ...patch } : window)),
    });
  return (
    <>
      <Select
        label="Metric"
        value={condition.metric}
        options={[...new Set([condition.metric, ...metrics.map(({ id }) => id)])].map((id) => ({
          value: id,
          label: book.label(id),
        }))}
        onChange={(id) => {
          const next = metrics.find((candidate) => candidate.id === id);
          const isNumeric = next?.kind === 'numeric';
          onChange(withGood({ ...condition, metric: id }, isNumeric ? 1_000 : (next?.categories[0] ?? 'ok')));
        }}
      />
      {condition.goodUpTo === undefined ? (
        <Select
          label="good is"
          value={condition.goodCategory ?? ''}
          options={[...new Set([condition.goodCategory ?? '', ...(metric?.categories ?? [])])].map(
            (value) => ({ value, label: value }),
          )}
          onChange={(good) => onChange(withGood(condition, good))}
        />
      ) : (
        <NumberField
          label="good up to"
          value={condition.goodUpTo}
          onChange={(good) => onChange(withGood(condition, good))}
        />
      )}
      <NumberField
        label="promised"
        suffix="% good"
        value={condition.objective * 100}
        min={0.001}
        max={99.999_9}
        onChange={(percent) => onChange({ ...condition, objective: Number((percent / 100).toPrecision(12)) })}
      />
      <NumberField
        label="from"
        suffix="bad answers on"
        value={condition.leastBad}
        min={1}
        max={1_000_000}
        step={1}
        onChange={(leastBad) => onChange({ ...condition, leastBad: Math.round(leastBad) })}
      />
      <fieldset className={styles.rows}>
        <legend>Burns when, in both of a pair, the budget goes so many times too fast</legend>
        {windows.map(({ longSeconds, shortSeconds, factor }, index) => (
          // oxlint-disable-next-line react/no-array-index-key -- pairs have no other identity, and keep their order
          <span key={index} className={styles.row}>
            <DurationField
              label={`Long window ${index + 1}`}
              seconds={longSeconds}
              choices={longWindows}
              onChange={(next) =>
                setWindow(index, { longSeconds: next, shortSeconds: Math.min(shortSeconds, next) })
              }
            />
            <DurationField
              label={`Short window ${index + 1}`}
              seconds={shortSeconds}
              choices={shortWindows.filter((seconds) => seconds <= longSeconds)}
              onChange={(next) => setWindow(index, { shortSeconds: next })}
            />
            <NumberField
              label={`Factor ${index + 1}`}
              suffix="times"
              value={factor}
              min={0.01}
              onChange={(next) => setWindow(index, { factor: next })}
            />
            <button
              type="button"
              data-kind="plain"
              aria-label={`Take pair ${index + 1} away`}
              disabled={windows.length === 1}
              onClick={() => onChange({ ...condition, windows: windows.filter((_, at) => at !== index) })}
            >
              ×
            </button>
          </span>
        ))}
        <button
          type="button"
          disabled={windows.length >= MOST_WINDOWS}
          onClick={() => onChange({ ...condition, windows: [...windows, slowWindow] })}
        >
          Add a pair of windows
        </button>
      </fieldset>
    </>
  );
}

function withGood(
  { goodCategory: _category, goodUpTo: _upTo, ...condition }: BurnRate,
  good: string | number,
): BurnRate {
  return { ...condition, ...(typeof good === 'string' ? { goodCategory: good } : { goodUpTo: good }) };
}
