import type { SilenceMatcher } from '#contract/silence.ts';
import { Select } from '../../../ui/select.tsx';
import styles from './notifications.module.css';

const operators = [
  { value: 'is', label: 'is' },
  { value: 'isNot', label: 'is not' },
  { value: 'startsWith', label: 'starts with' },
] as const;
const labels = ['pipeline', 'stage', 'severity', 'owner', 'metric', 'version', 'segment', 'rule', 'kind'];

/** Which alerts a route takes: all rows must match, none takes every alert. */
export function MatcherRows({
  matchers,
  onChange,
}: {
  matchers: readonly SilenceMatcher[];
  onChange: (matchers: SilenceMatcher[]) => void;
}) {
  const replace = (at: number, patch: Partial<SilenceMatcher>) =>
    onChange(matchers.map((matcher, index) => (index === at ? { ...matcher, ...patch } : matcher)));
  return (
    <fieldset className={styles.group}>
      <legend>Which alerts</legend>
      {matchers.length === 0 && <p className={styles.hint}>Every alert.</p>}
      {matchers.map(({ label, operator, value }, index) => (
        // oxlint-disable-next-line react/no-array-index-key -- rows have no other identity, and keep their order
        <span key={index} className={styles.row}>
          <input
            aria-label={`Label ${index + 1}`}
            list="route-labels"
            required
            maxLength={200}
            value={label}
            onChange={({ target }) => replace(index, { label: target.value })}
          />
          <Select
            label={`Comparison ${index + 1}`}
            isLabelHidden
            value={operator}
            options={operators}
            onChange={(chosen) => replace(index, { operator: chosen })}
          />
          <input
            aria-label={`Value ${index + 1}`}
            maxLength={1_000}
            value={value}
            onChange={({ target }) => replace(index, { value: target.value })}
          />
          <button
            type="button"
            data-kind="plain"
            aria-label={`Take row ${index + 1} away`}
            onClick={() => onChange(matchers.filter((_, at) => at !== index))}
          >
            ×
          </button>
        </span>
      ))}
      <datalist id="route-labels">
        {labels.map((label) => (
          <option key={label}>{label}</option>
        ))}
      </datalist>
      <button
        type="button"
        disabled={matchers.length >= 20}
        onClick={() => onChange([...matchers, { label: 'severity', operator: 'is', value: 'critical' }])}
      >
        Add a condition
      </button>
    </fieldset>
  );
}
