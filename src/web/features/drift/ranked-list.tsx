import { type KeyboardEvent, useLayoutEffect, useRef } from 'react';
import { revealInBox, revealRow } from '../../charts/reveal-row.ts';
import { useVisibleRows } from '../../charts/use-visible-rows.ts';
import { formatCount, formatValue } from '../../format/number.ts';
import { Glyph } from '../../ui/glyph.tsx';
import { LongName } from '../../ui/long-name.tsx';
import styles from './ranked-list.module.css';
import { harmFigure, harmSentence, type HarmBook } from './harm-text.ts';
import type { RankedMetric } from './ranking.ts';
import { scoreText } from './drift-answer.ts';

/** As the drift map beside it has them. */
const ROW_HEIGHT = 28;

/** Metrics by drift, the worst first; one tab stop, arrow keys select the next. */
export function RankedList({
  metrics,
  harms,
  selected,
  onSelect,
}: {
  metrics: readonly RankedMetric[];
  /** What each drift lets expect for the error, where the list goes by it. */
  harms: HarmBook | undefined;
  selected: string | undefined;
  /** `replace`: on the way to another one, which is no step of the history. */
  onSelect: (metric: string, options: { replace: boolean }) => void;
}) {
  const body = useRef<HTMLTableSectionElement>(null);
  const [first, last] = useVisibleRows(body, metrics.length, ROW_HEIGHT);

  const place = metrics.findIndex(({ metric }) => metric === selected);
  const stop = Math.max(0, place);
  useLayoutEffect(() => {
    if (place >= 0) revealInBox(body.current, place, ROW_HEIGHT);
    // oxlint-disable-next-line react-hooks/exhaustive-deps -- a row that a poll moves is not followed
  }, [selected]);

  /** The row that a key has gone to; it takes the focus once it is drawn. */
  const awaited = useRef<number>(undefined);
  useLayoutEffect(() => {
    if (awaited.current === undefined) return;
    const button = body.current?.querySelector<HTMLElement>(`[data-row="${awaited.current}"] button`);
    if (!button) return;
    awaited.current = undefined;
    button.focus({ preventScroll: true });
  });

  function answerKey(event: KeyboardEvent, row: number) {
    const last = metrics.length - 1;
    const targets: Record<string, number> = {
      ArrowDown: row + 1,
      ArrowUp: row - 1,
      PageDown: row + 10,
      PageUp: row - 10,
      Home: 0,
      End: last,
    };
    const target = targets[event.key];
    if (target === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    const next = Math.max(0, Math.min(last, target));
    const metric = metrics[next];
    if (next === row || !metric) return;
    awaited.current = next;
    revealRow(body.current, next, ROW_HEIGHT);
    onSelect(metric.metric, { replace: true });
  }

  return (
    <table className={styles.list} aria-rowcount={metrics.length + 1}>
      <thead>
        <tr style={{ height: ROW_HEIGHT }}>
          <th scope="col" data-numeric>
            <abbr title="rank">#</abbr>
          </th>
          <th scope="col">Metric</th>
          <th scope="col" data-numeric>
            {harms ? 'Harm' : 'Score'}
          </th>
          <th scope="col" data-numeric>
            n
          </th>
        </tr>
      </thead>
      <tbody ref={body}>
        {first > 0 && <Spacer rows={first} />}
        {metrics.slice(first, last).map((metric, offset) => {
          const row = first + offset;
          return (
            <tr
              key={metric.metric}
              data-row={row}
              data-selected={metric.metric === selected || undefined}
              aria-rowindex={row + 2}
              style={{ height: ROW_HEIGHT }}
            >
              <td data-numeric>{metric.rank}</td>
              <th scope="row">
                <button
                  type="button"
                  data-kind="plain"
                  aria-pressed={metric.metric === selected}
                  tabIndex={row === stop || (row === first && (stop < first || stop >= last)) ? 0 : -1}
                  onClick={() => onSelect(metric.metric, { replace: false })}
                  onKeyDown={(event) => answerKey(event, row)}
                >
                  <VerdictGlyph metric={metric} />
                  <LongName name={metric.name} most={19} />
                </button>
              </th>
              {harms ? (
                <td data-numeric title={harmSentence(harms, metric.metric)}>
                  {harmFigure(harms, metric.metric)}
                </td>
              ) : (
                <td data-numeric title={scoreText(metric)}>
                  {formatValue(metric.score.status === 'ok' ? metric.score.effect : undefined, 'none')}
                </td>
              )}
              <td data-numeric>{formatCount(metric.score.m)}</td>
            </tr>
          );
        })}
        {last < metrics.length && <Spacer rows={metrics.length - last} />}
      </tbody>
    </table>
  );
}

export function VerdictGlyph({ metric: { verdict } }: { metric: RankedMetric }) {
  if (verdict.verdict === 'drift') return <Glyph name="critical" label="drift" />;
  return verdict.verdict === 'warn' ? <Glyph name="warning" label="worth a look" /> : null;
}

function Spacer({ rows }: { rows: number }) {
  return <tr aria-hidden="true" style={{ height: rows * ROW_HEIGHT }} />;
}
