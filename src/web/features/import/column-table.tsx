import { useState } from 'react';
import type { ColumnRole, Guess, Plan } from '#workers/file/protocol.ts';
import { useDeskState, useFileDesk } from '../../api/use-file-desk.ts';
import { formatCount, formatValue } from '../../format/number.ts';
import { LongName } from '../../ui/long-name.tsx';
import { Select } from '../../ui/select.tsx';
import styles from './column-table.module.css';
import { roleOptions } from './role-labels.ts';

type ColumnFacts = Guess['columns'][number];

/** So many rows are in the page at once; the others come on demand. */
const shownAtFirst = 60;

export interface ColumnTableProps {
  plan: Plan;
  columns: readonly ColumnFacts[];
  files: readonly { id: string; name: string }[];
}

/** What each column is taken for, to be corrected by keyboard, with its first values and its problems. */
export function ColumnTable({ plan, columns, files }: ColumnTableProps) {
  const [isWhole, setWhole] = useState(false);
  const roles = new Map(plan.columns.map(({ name, role }) => [name, role]));
  const shown = isWhole ? columns : columns.slice(0, shownAtFirst);
  return (
    <>
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- a box that scrolls must be reachable by key */}
      <section className={styles.scroller} aria-label="Columns, table" tabIndex={0}>
        <table className={styles.table}>
          <thead>
            <tr>
              <th scope="col">Column</th>
              <th scope="col">Taken for</th>
              <th scope="col">First values</th>
              <th scope="col" data-numeric>
                Missing
              </th>
              <th scope="col">Problems</th>
            </tr>
          </thead>
          <tbody>
            {shown.map((column) => (
              <ColumnRow
                key={column.name}
                column={column}
                role={roles.get(column.name) ?? 'ignored'}
                files={files}
              />
            ))}
          </tbody>
        </table>
      </section>
      {shown.length < columns.length && (
        <button type="button" onClick={() => setWhole(true)}>
          Show all {formatCount(columns.length)} columns
        </button>
      )}
    </>
  );
}

function ColumnRow({
  column,
  role,
  files,
}: {
  column: ColumnFacts;
  role: ColumnRole;
  files: ColumnTableProps['files'];
}) {
  const desk = useFileDesk();
  const { corrections } = useDeskState();
  const { missing, numbers, texts } = column.counts;
  return (
    <tr>
      <th scope="row">
        <LongName name={column.name} most={28} />
      </th>
      <td>
        <Select
          label={`Role of ${column.name}`}
          isLabelHidden
          value={role}
          options={roleOptions}
          onChange={(chosen) => desk.correct({ roles: { ...corrections.roles, [column.name]: chosen } })}
        />
      </td>
      <td className={styles.values}>{column.first.length > 0 ? column.first.join(', ') : 'all missing'}</td>
      <td data-numeric>{formatValue(missing / Math.max(1, missing + numbers + texts), 'share')}</td>
      <td>
        <Problems column={column} role={role} files={files} />
      </td>
    </tr>
  );
}

function Problems({
  column,
  role,
  files,
}: {
  column: ColumnFacts;
  role: ColumnRole;
  files: ColumnTableProps['files'];
}) {
  const { count, first, what } = problemsOf(column, role);
  if (count === 0) return 'none';
  const nameOf = (table: string) => files.find(({ id }) => id === table)?.name ?? '';
  return (
    <details>
      <summary>
        {formatCount(count)} {what}
      </summary>
      <ul className={styles.problems}>
        {first.map(({ table, line, text }) => (
          <li key={`${table} ${line}`}>
            {files.length > 1 && `${nameOf(table)}, `}line {formatCount(line)}: “{text}”
          </li>
        ))}
        {count > first.length && <li>and {formatCount(count - first.length)} more</li>}
      </ul>
    </details>
  );
}

function problemsOf(
  { counts, firstTexts, timeProblems }: ColumnFacts,
  role: ColumnRole,
): { count: number; first: ColumnFacts['firstTexts']; what: string } {
  if (role === 'number' || role === 'score')
    return { count: counts.texts, first: firstTexts, what: 'are no numbers' };
  if (role === 'time') return { ...timeProblems, what: 'are no times' };
  return { count: 0, first: [], what: '' };
}
