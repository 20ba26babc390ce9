import styles from './select.module.css';

/** The browser's own select, with its label before it. */
export function Select<Value extends string>({
  label,
  options,
  value,
  onChange,
  isLabelHidden = false,
  isDisabled = false,
}: {
  label: string;
  options: readonly { value: Value; label: string }[];
  value: Value;
  onChange: (value: Value) => void;
  isLabelHidden?: boolean | undefined;
  isDisabled?: boolean | undefined;
}) {
  return (
    <label className={styles.select}>
      <span className={isLabelHidden ? 'visually-hidden' : styles.label}>{label}</span>
      <select
        className={styles.control}
        value={value}
        disabled={isDisabled}
        onChange={(event) => {
          const chosen = options.find((option) => option.value === event.target.value);
          if (chosen) onChange(chosen.value);
        }}
      >
        {options.map((option) => (
          <option key={option.value} value={option.value}>
            {option.label}
          </option>
        ))}
      </select>
    </label>
  );
}
