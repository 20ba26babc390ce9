import { useId, useState } from 'react';
import styles from './number-field.module.css';

/** A number with its label before it and its unit after it. What is no number yet is kept as text and not passed on. */
export function NumberField({
  label,
  value,
  suffix,
  min,
  max,
  step = 'any',
  onChange,
}: {
  label: string;
  value: number;
  suffix?: string;
  min?: number;
  max?: number;
  step?: number | 'any';
  onChange: (value: number) => void;
}) {
  const shown = Number.isNaN(value) ? '' : String(Number(value.toPrecision(6)));
  const id = useId();
  const [typed, setTyped] = useState<{ text: string; for: string }>();
  return (
    <span className={styles.field}>
      <label className={styles.label} htmlFor={id}>
        {label}
      </label>
      <input
        id={id}
        type="number"
        inputMode="decimal"
        className={styles.input}
        value={typed?.for === shown ? typed.text : shown}
        min={min}
        max={max}
        step={step}
        aria-describedby={suffix === undefined ? undefined : `${id}-suffix`}
        onBlur={() => setTyped(undefined)}
        onChange={({ target }) => {
          const next = target.valueAsNumber;
          const isGood = !Number.isNaN(next) && next >= (min ?? -Infinity) && next <= (max ?? Infinity);
          setTyped({ text: target.value, for: isGood ? String(Number(next.toPrecision(6))) : shown });
          if (isGood) onChange(next);
        }}
      />
      {suffix !== undefined && (
        <span id={`${id}-suffix`} className={styles.suffix}>
          {suffix}
        </span>
      )}
    </span>
  );
}
