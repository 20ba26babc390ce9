/* oxlint-disable jsx-a11y/prefer-tag-over-role -- rows and cells are placed over a canvas, and table elements lose
   their roles together with their display */
import {
  type KeyboardEvent,
  type MouseEvent,
  type ReactNode,
  useId,
  useLayoutEffect,
  useRef,
  useState,
} from 'react';
import { prepareCanvas } from './canvas.ts';
import { useNumbers } from './chart-numbers.ts';
import { drawHeat } from './draw-heat.ts';
import styles from './heat-map.module.css';
import { heatLegend } from './heat-scale.ts';
import { usePalette } from './palette.ts';
import { revealRow } from './reveal-row.ts';
import { useVisibleRows } from './use-visible-rows.ts';
import { useWidth } from './use-width.ts';

export interface HeatMapProps {
  label: string;
  rows: readonly { key: string; label: string; glyph?: ReactNode }[];
  columns: readonly { time: number; label: string }[];
  /** Row-major, rows × columns; NaN where a value is not available. */
  values: Float64Array;
  /** 0 none, 1 beyond the warning limit, 2 drift; as long as `values`. */
  marks: Uint8Array;
  /** Where the scale ends; greater values look like it. */
  scaleMax: number;
  /** A cell, or a row as a whole. */
  selected: { row: number; column: number | undefined } | undefined;
  onSelect: (row: number, column: number) => void;
  /** What a cell says: "snr, 12:00: 0.41, drift". */
  formatCell: (row: number, column: number) => string;
  /** Writes the borders of the scale below the map; no legend when left out. */
  formatScale?: ((value: number) => string) | undefined;
}

const ROW_HEIGHT = 28;
const HEADER_WIDTH = 152;
const NARROW_HEADER_WIDTH = 104;
const LEAST_CELL_WIDTH = 16;
const MOST_CELL_WIDTH = 64;

/**
 * Values by row and column on one canvas. To assistive technology it is a grid: every visible row has its header and
 * the one cell of the active column, which arrow keys move and Enter selects.
 */
export function HeatMap(props: HeatMapProps) {
  const { label, rows, columns, values, marks, scaleMax, selected, onSelect, formatCell, formatScale } =
    props;
  const id = useId();
  const box = useRef<HTMLDivElement>(null);
  const body = useRef<HTMLDivElement>(null);
  const canvas = useRef<HTMLCanvasElement>(null);
  const width = useWidth(box);
  const palette = usePalette();
  const [chosen, setActive] = useState({
    row: selected?.row ?? 0,
    column: selected?.column ?? columns.length - 1,
  });
  const active = {
    row: clamp(chosen.row, rows.length - 1),
    column: clamp(chosen.column, columns.length - 1),
  };
  const [followed, setFollowed] = useState(selected);
  if (selected?.row !== followed?.row || selected?.column !== followed?.column) {
    setFollowed(selected);
    if (selected) setActive({ row: selected.row, column: selected.column ?? active.column });
  }

  useNumbers(box, () => ({
    title: label,
    columns: ['row', ...columns.map(({ time }) => new Date(time).toISOString())],
    rows: rows.map((row, at) => [
      row.label,
      ...values.subarray(at * columns.length, (at + 1) * columns.length),
    ]),
  }));

  const headerWidth = width < 480 ? NARROW_HEADER_WIDTH : HEADER_WIDTH;
  const cellWidth = clamp(
    Math.floor((width - headerWidth) / Math.max(1, columns.length)),
    MOST_CELL_WIDTH,
    LEAST_CELL_WIDTH,
  );
  const mapWidth = cellWidth * columns.length;
  const [firstRow, lastRow] = useVisibleRows(body, rows.length, ROW_HEIGHT);

  useLayoutEffect(() => {
    if (!canvas.current || lastRow <= firstRow) return;
    const height = (lastRow - firstRow) * ROW_HEIGHT;
    const context = prepareCanvas(canvas.current, mapWidth, height, palette.pixelRatio);
    if (!context) return;
    drawHeat(
      context,
      {
        values,
        marks,
        columns: columns.length,
        scaleMax,
        firstRow,
        lastRow,
        cellWidth,
        rowHeight: ROW_HEIGHT,
      },
      palette,
    );
  }, [values, marks, columns.length, scaleMax, firstRow, lastRow, cellWidth, mapWidth, palette]);

  const shown = rows.slice(firstRow, lastRow).map((row, offset) => ({ row, index: firstRow + offset }));
  // The active row stays in the document when it is scrolled out of sight, so that the focus is never lost.
  const activeRow = rows[active.row];
  if (activeRow && (active.row < firstRow || active.row >= lastRow)) {
    shown.push({ row: activeRow, index: active.row });
  }
  const labelled = labelledColumns(columns, cellWidth);

  const go = (row: number, column: number) => {
    const next = { row: clamp(row, rows.length - 1), column: clamp(column, columns.length - 1) };
    setActive(next);
    reveal(next.row, next.column);
  };
  function reveal(row: number, column: number) {
    const scroller = box.current;
    if (!scroller) return;
    const left = column * cellWidth;
    const room = scroller.clientWidth - headerWidth;
    if (left < scroller.scrollLeft) scroller.scrollLeft = left;
    else if (left + cellWidth > scroller.scrollLeft + room) scroller.scrollLeft = left + cellWidth - room;
    revealRow(body.current, row, ROW_HEIGHT);
  }
  function answerKey(event: KeyboardEvent) {
    if (event.altKey || event.metaKey) return;
    const { row, column } = active;
    const isWhole = event.ctrlKey;
    const actions: Record<string, () => void> = {
      ArrowLeft: () => go(row, column - 1),
      ArrowRight: () => go(row, column + 1),
      ArrowUp: () => go(row - 1, column),
      ArrowDown: () => go(row + 1, column),
      PageUp: () => go(row - 10, column),
      PageDown: () => go(row + 10, column),
      Home: () => go(isWhole ? 0 : row, 0),
      End: () => go(isWhole ? rows.length - 1 : row, columns.length - 1),
      Enter: () => onSelect(row, column),
      ' ': () => onSelect(row, column),
    };
    const action = actions[event.key];
    if (!action) return;
    event.preventDefault();
    action();
  }
  function answerClick(event: MouseEvent) {
    const rect = body.current?.getBoundingClientRect();
    if (!rect) return;
    const row = Math.floor((event.clientY - rect.top) / ROW_HEIGHT);
    const column = Math.floor((event.clientX - rect.left - headerWidth) / cellWidth);
    const isOnHeader = event.clientX - (box.current?.getBoundingClientRect().left ?? 0) < headerWidth;
    if (row < 0 || row >= rows.length || column < 0 || column >= columns.length || isOnHeader) return;
    setActive({ row, column });
    onSelect(row, column);
  }

  return (
    <div className={styles.map}>
      <div
        ref={box}
        className={styles.box}
        data-fits={headerWidth + mapWidth <= width || undefined}
        role="grid"
        aria-label={label}
        aria-rowcount={rows.length + 1}
        aria-colcount={columns.length + 1}
        aria-activedescendant={rows.length > 0 && columns.length > 0 ? `${id}-active` : undefined}
        tabIndex={0}
        onKeyDown={answerKey}
        onClick={answerClick}
      >
        <div
          className={styles.inner}
          role="presentation"
          style={{ width: headerWidth + mapWidth, height: (rows.length + 1) * ROW_HEIGHT }}
        >
          <div role="row" aria-rowindex={1} className={styles.head} style={{ height: ROW_HEIGHT }}>
            <span
              role="columnheader"
              aria-colindex={1}
              className={styles.corner}
              style={{ width: headerWidth }}
            >
              <span className="visually-hidden">Row</span>
            </span>
            {columns.map((column, index) =>
              labelled.has(index) || index === active.column ? (
                <span
                  key={column.time}
                  role="columnheader"
                  aria-colindex={index + 2}
                  className={labelled.has(index) ? styles.columnLabel : 'visually-hidden'}
                  style={{ left: headerWidth + index * cellWidth }}
                >
                  {column.label}
                </span>
              ) : null,
            )}
          </div>
          <div ref={body} role="presentation" className={styles.body}>
            <canvas
              ref={canvas}
              aria-hidden="true"
              className={styles.canvas}
              style={{
                left: headerWidth,
                top: firstRow * ROW_HEIGHT,
                width: mapWidth,
                height: (lastRow - firstRow) * ROW_HEIGHT,
              }}
            />
            {shown.map(({ row, index }) => (
              <div
                key={row.key}
                role="row"
                aria-rowindex={index + 2}
                className={styles.row}
                data-selected={index === selected?.row || undefined}
                style={{ top: index * ROW_HEIGHT, height: ROW_HEIGHT }}
              >
                <span
                  role="rowheader"
                  aria-colindex={1}
                  className={styles.rowHeader}
                  style={{ width: headerWidth }}
                  title={row.label}
                >
                  {row.glyph}
                  <span className={styles.rowLabel}>{row.label}</span>
                </span>
                <span
                  role="gridcell"
                  aria-colindex={active.column + 2}
                  aria-selected={index === selected?.row && active.column === selected.column}
                  id={index === active.row ? `${id}-active` : undefined}
                  className={styles.cell}
                  data-active={index === active.row || undefined}
                  style={{ left: headerWidth + active.column * cellWidth, width: cellWidth }}
                >
                  <span className={styles.cellText}>{formatCell(index, active.column)}</span>
                </span>
              </div>
            ))}
            {selected?.column !== undefined && (
              <span
                aria-hidden="true"
                className={styles.selection}
                style={{
                  left: headerWidth + selected.column * cellWidth,
                  top: selected.row * ROW_HEIGHT,
                  width: cellWidth,
                  height: ROW_HEIGHT,
                }}
              />
            )}
          </div>
        </div>
      </div>
      {formatScale && (
        <ul className={styles.legend} aria-label="Scale">
          {heatLegend(scaleMax, formatScale).map(({ glyph, text }, index) => (
            <li key={glyph}>
              <span className={styles.swatch} data-level={index} aria-hidden="true">
                {glyph}
              </span>
              {text}
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}

function clamp(value: number, high: number, low = 0): number {
  return Math.max(low, Math.min(high, value));
}

/** As many column labels as fit side by side. */
function labelledColumns(columns: readonly { label: string }[], cellWidth: number): Set<number> {
  const longest = Math.max(1, ...columns.map(({ label }) => label.length));
  const stride = Math.ceil((longest * 7 + 8) / cellWidth);
  const shown = new Set<number>();
  for (let index = 0; index < columns.length; index += stride) shown.add(index);
  return shown;
}
