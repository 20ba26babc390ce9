import { useRef } from 'react';
import { useNumbers } from '../../charts/chart-numbers.ts';
import { useVisibleRows } from '../../charts/use-visible-rows.ts';
import { formatCount, formatPValue, formatValue } from '../../format/number.ts';
import { unavailableText } from '../../health/drift-methods.ts';
import { Glyph } from '../../ui/glyph.tsx';
import { LongName } from '../../ui/long-name.tsx';
import styles from './feature-table.module.css';
import type { RankedFeature } from './rank-features.ts';
import { roleLabels } from './role-labels.ts';

/** With fewer values on either side there is no score. */
const leastRows = 30;
/** The same for all rows, so that only those in sight need be in the document; in CSS pixels. */
const ROW_HEIGHT = 32;

/** Columns by drift, the worst first. */
export function FeatureTable({
  features,
  selected,
  onSelect,
}: {
  features: readonly RankedFeature[];
  selected: string | undefined;
  onSelect: (column: string) => void;
}) {
  const section = useRef<HTMLElement>(null);
  const body = useRef<HTMLTableSectionElement>(null);
  const [first, last] = useVisibleRows(body, features.length, ROW_HEIGHT);
  useNumbers(section, () => ({
    title: 'Drift by column, Jensen–Shannon distance',
    columns: [
      'column',
      'role',
      'verdict',
      'effect',
      'p',
      'adjusted p',
      'n',
      'n of the reference',
      'missing',
      'missing in the reference',
    ],
    rows: features.map(({ column, role, score, verdict }) => [
      column,
      role,
      verdict.verdict,
      score.status === 'ok' ? score.effect : Number.NaN,
      score.status === 'ok' ? score.p : Number.NaN,
      verdict.adjustedP,
      score.m,
      score.n,
      score.missing.current,
      score.missing.reference,
    ]),
  }));
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- a box that scrolls must be reachable by key
    <section ref={section} className={styles.scroller} aria-label="Drift by column, table" tabIndex={0}>
      <table className={styles.table} aria-rowcount={features.length + 1}>
        <thead>
          <tr>
            <th scope="col" data-numeric>
              <abbr title="rank">#</abbr>
            </th>
            <th scope="col">Column</th>
            <th scope="col">Role</th>
            <th scope="col" data-numeric>
              <abbr title="Jensen–Shannon distance">Score</abbr>
            </th>
            <th scope="col" data-numeric>
              <abbr title="adjusted for all tests by Benjamini and Hochberg">p</abbr>
            </th>
            <th scope="col" data-numeric>
              n
            </th>
            <th scope="col" data-numeric>
              Missing
            </th>
          </tr>
        </thead>
        <tbody ref={body}>
          {first > 0 && <Spacer rows={first} />}
          {features.slice(first, last).map((feature, offset) => (
            <FeatureRow
              key={feature.column}
              row={first + offset}
              feature={feature}
              isSelected={feature.column === selected}
              onSelect={onSelect}
            />
          ))}
          {last < features.length && <Spacer rows={features.length - last} />}
        </tbody>
      </table>
    </section>
  );
}

function Spacer({ rows }: { rows: number }) {
  return <tr aria-hidden="true" style={{ height: rows * ROW_HEIGHT }} />;
}

function FeatureRow({
  row,
  feature,
  isSelected,
  onSelect,
}: {
  row: number;
  feature: RankedFeature;
  isSelected: boolean;
  onSelect: (column: string) => void;
}) {
  const { column, rank, role, score, verdict } = feature;
  return (
    <tr data-selected={isSelected || undefined} aria-rowindex={row + 2} style={{ height: ROW_HEIGHT }}>
      <td data-numeric>{rank}</td>
      <th scope="row">
        <button type="button" data-kind="plain" aria-pressed={isSelected} onClick={() => onSelect(column)}>
          {verdict.verdict === 'drift' && <Glyph name="critical" label="drift" />}
          {verdict.verdict === 'warn' && <Glyph name="warning" label="worth a look" />}
          <LongName name={column} most={26} />
        </button>
      </th>
      <td>{roleLabels[role]}</td>
      {score.status === 'ok' ? (
        <>
          <td data-numeric>{formatValue(score.effect, 'none')}</td>
          <td data-numeric>{formatPValue(verdict.adjustedP).replace(/^p\s=\s|^p\s/, '')}</td>
        </>
      ) : (
        <td colSpan={2}>no score: {unavailableText(score, leastRows)}</td>
      )}
      <td data-numeric>
        {formatCount(score.m)} <span className={styles.of}>vs {formatCount(score.n)}</span>
      </td>
      <td data-numeric>
        {formatValue(score.missing.current, 'share')}{' '}
        <span className={styles.of}>vs {formatValue(score.missing.reference, 'share')}</span>
      </td>
    </tr>
  );
}
