import { type KeyboardEvent, useRef, useState } from 'react';
import { LongName } from '../ui/long-name.tsx';
import styles from './lead-matrix.module.css';

export interface MatrixCell {
  /** −1 to 1; NaN where there is none. */
  value: number;
  /** Printed in the cell: "0.81 +11 min". */
  text: string;
  /** The whole sentence: what stands where, how sure, of how many. */
  detail: string;
  /** Within what chance does: printed, not coloured. */
  isFaint: boolean;
}

export interface LeadMatrixProps {
  label: string;
  /** What rows and columns are: "first \ after". */
  corner: string;
  rows: readonly { key: string; label: string }[];
  columns: readonly { key: string; label: string }[];
  /** Undefined where a row meets itself. */
  cellOf: (row: number, column: number) => MatrixCell | undefined;
  selected: { row: number; column: number } | undefined;
  onSelect: (row: number, column: number) => void;
}

/** Signed strengths by row and column, as a table of one tab stop: arrow keys move, Enter selects. */
export function LeadMatrix({ label, corner, rows, columns, cellOf, selected, onSelect }: LeadMatrixProps) {
  const body = useRef<HTMLTableSectionElement>(null);
  const [active, setActive] = useState(selected ?? { row: 0, column: Math.min(1, columns.length - 1) });
  const go = (row: number, column: number) => {
    const next = { row: clamp(row, rows.length - 1), column: clamp(column, columns.length - 1) };
    setActive(next);
    body.current?.rows[next.row]?.cells[next.column + 1]?.focus();
  };
  const answerKey = (event: KeyboardEvent, row: number, column: number) => {
    if (event.altKey || event.metaKey || event.ctrlKey) return;
    const actions: Record<string, () => void> = {
      ArrowLeft: () => go(row, column - 1),
      ArrowRight: () => go(row, column + 1),
      ArrowUp: () => go(row - 1, column),
      ArrowDown: () => go(row + 1, column),
      Home: () => go(row, 0),
      End: () => go(row, columns.length - 1),
      Enter: () => onSelect(row, column),
      ' ': () => onSelect(row, column),
    };
    const action = actions[event.key];
    if (!action) return;
    event.preventDefault();
    action();
  };
  return (
    <div className={styles.scroller}>
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-element-to-interactive-role -- a table whose cells are chosen is a grid */}
      <table className={styles.matrix} role="grid" aria-label={label}>
        <thead>
          <tr>
            <th scope="col" className={styles.corner}>
              {corner}
            </th>
            {columns.map((column) => (
              <th key={column.key} scope="col">
                <LongName name={column.label} most={18} />
              </th>
            ))}
          </tr>
        </thead>
        <tbody ref={body}>
          {rows.map((row, r) => (
            <tr key={row.key}>
              <th scope="row" className={styles.rowHeader}>
                <LongName name={row.label} most={22} />
              </th>
              {columns.map((column, c) => {
                const cell = cellOf(r, c);
                return (
                  <td
                    key={column.key}
                    className={styles.cell}
                    data-level={cell && levelOf(cell)}
                    data-faint={cell?.isFaint || undefined}
                    aria-selected={selected?.row === r && selected.column === c}
                    tabIndex={active.row === r && active.column === c ? 0 : -1}
                    title={cell?.detail}
                    onClick={() => {
                      setActive({ row: r, column: c });
                      if (cell) onSelect(r, c);
                    }}
                    onKeyDown={(event) => answerKey(event, r, c)}
                  >
                    {cell?.text ?? '–'}
                  </td>
                );
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** Weak below 0.2 in size, strong from 0.6 on; the ramp has a side for each sign. */
function levelOf({ value, isFaint }: MatrixCell): string {
  const size = Math.abs(value);
  if (isFaint || !(size >= 0.2)) return 'none';
  return `${value < 0 ? 'negative' : 'positive'}-${size < 0.6 ? 'weak' : 'strong'}`;
}

function clamp(value: number, high: number): number {
  return Math.max(0, Math.min(high, value));
}
