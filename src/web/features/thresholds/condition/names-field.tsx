import { useState } from 'react';
import styles from '../threshold-editor.module.css';

/** Names with commas between them. */
export function NamesField({
  label,
  placeholder,
  names,
  onChange,
}: {
  label: string;
  placeholder: string;
  names: readonly string[];
  onChange: (names: string[]) => void;
}) {
  const [text, setText] = useState(names.join(', '));
  return (
    <label className={styles.text}>
      <span>{label}</span>
      <input
        value={text}
        maxLength={10_000}
        placeholder={placeholder}
        onChange={({ target }) => {
          setText(target.value);
          const typed = target.value.split(',').map((name) => name.trim());
          onChange([...new Set(typed.filter((name) => name !== ''))]);
        }}
      />
    </label>
  );
}
