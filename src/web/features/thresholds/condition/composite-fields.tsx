import { Select } from '../../../ui/select.tsx';
import type { FieldsProps } from './fields-props.ts';
import styles from './condition-form.module.css';

const MOST_RULES = 10;

export function CompositeFields({ condition, material, onChange }: FieldsProps<'composite'>) {
  const { rules: named } = condition;
  const others = material.rules.filter(({ condition: { kind } }) => kind !== 'alarmBudget');
  return (
    <>
      <fieldset className={styles.rows}>
        <legend>Counts those of these rules that fire; the limit says how many must</legend>
        {others.length < 2 && (
          <p className={styles.note}>It takes two other rules of this pipeline; there are {others.length}.</p>
        )}
        {others.map(({ id, name }) => {
          const child = named.find(({ rule }) => rule === name);
          return (
            <span key={id} className={styles.row}>
              <label>
                <input
                  type="checkbox"
                  checked={child !== undefined}
                  disabled={child === undefined && named.length >= MOST_RULES}
                  onChange={() =>
                    onChange({
                      ...condition,
                      rules: child
                        ? named.filter(({ rule }) => rule !== name)
                        : [...named, { rule: name, severity: 'warning' }],
                    })
                  }
                />{' '}
                {name}
              </label>
              {child && (
                <Select
                  label={`From which severity ${name} counts`}
                  isLabelHidden
                  value={child.severity}
                  options={[
                    { value: 'warning', label: 'from warning on' },
                    { value: 'critical', label: 'critical only' },
                  ]}
                  onChange={(severity) =>
                    onChange({
                      ...condition,
                      rules: named.map((one) => (one.rule === name ? { ...one, severity } : one)),
                    })
                  }
                />
              )}
            </span>
          );
        })}
      </fieldset>
      <Select
        label="A rule that was not evaluated lately"
        value={condition.stale}
        options={[
          { value: 'hold', label: 'counts as it was' },
          { value: 'quiet', label: 'counts as not firing' },
          { value: 'noData', label: 'leaves this without data' },
        ]}
        onChange={(stale) => onChange({ ...condition, stale })}
      />
    </>
  );
}
