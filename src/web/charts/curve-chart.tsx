import { useId, useRef, useState } from 'react';
import { createTickFormat, formatValue, type Unit } from '#web/format/number.ts';
import { useNumbers } from './chart-numbers.ts';
import styles from './curve-chart.module.css';
import { valueAxis } from './domain.ts';
import { useWidth } from './use-width.ts';

export interface CurveChartProps {
  title: string;
  /** What the chart shows, in words. */
  sentence: string;
  x: { label: string; unit: Unit };
  y: { label: string; unit: Unit };
  curves: readonly {
    name: string;
    tone: 'current' | 'reference';
    /** A line in the order of the points, or the points alone. */
    drawnAs: 'line' | 'points';
    x: Float64Array;
    y: Float64Array;
    /** Interval of each y. */
    lower?: Float64Array | undefined;
    upper?: Float64Array | undefined;
  }[];
  /** Both axes are one scale, and the line on which they are equal is drawn. */
  isSquare?: boolean | undefined;
  /** The line y = 0 is drawn. */
  hasZeroLine?: boolean | undefined;
  /** What the chart shows, as numbers: columns of the same length, the first of which names the row. */
  table: readonly { name: string; unit: Unit; values: Float64Array }[];
}

const HEIGHT = 220;
const LEFT = 52;
const RIGHT = 24;
const TOP = 8;
const BOTTOM = 36;

/** Curves of one number over another, such as cumulative shares over values. */
export function CurveChart(props: CurveChartProps) {
  const { title, sentence, curves, table } = props;
  const id = useId();
  const [isTable, setTable] = useState(false);
  const figure = useRef<HTMLElement>(null);
  useNumbers(figure, () => ({
    title,
    columns: table.map(({ name }) => name),
    rows: Array.from(table[0]?.values ?? [], (_, row) =>
      table.map(({ values }) => values[row] ?? Number.NaN),
    ),
  }));
  return (
    <figure
      ref={figure}
      className={styles.figure}
      aria-labelledby={`${id}-title`}
      aria-describedby={`${id}-sentence`}
    >
      <figcaption className={styles.caption}>
        <span id={`${id}-title`} className={styles.title}>
          {title}
        </span>
        <span className={styles.legend}>
          {curves.map(({ name, tone, drawnAs }) => (
            <span key={name} className={styles.name}>
              <span className={styles.swatch} data-tone={tone} data-shape={drawnAs} aria-hidden="true" />
              {name}
            </span>
          ))}
        </span>
        <button
          type="button"
          data-kind="plain"
          className={styles.toggle}
          aria-pressed={isTable}
          aria-label={`Table of ${title}`}
          onClick={() => setTable(!isTable)}
        >
          table
        </button>
      </figcaption>
      <p id={`${id}-sentence`} className={styles.sentence}>
        {sentence}
      </p>
      {isTable ? <CurveTable title={title} columns={table} /> : <Curves {...props} />}
    </figure>
  );
}

function Curves({ x, y, curves, isSquare = false, hasZeroLine = false }: CurveChartProps) {
  const box = useRef<HTMLDivElement>(null);
  const width = useWidth(box);
  const xs = extentOf(curves.map((curve) => curve.x));
  const heights = curves.flatMap(({ y: up, lower = up, upper = up }) => [up, lower, upper]);
  const ys = isSquare ? xs : extentOf([...heights, hasZeroLine ? Float64Array.of(0) : new Float64Array()]);
  const both = isSquare ? extentOf([...curves.map((curve) => curve.x), ...heights]) : undefined;
  const [across, up] = [both ?? xs, both ?? ys];
  const xAxis = valueAxis(across[0], across[1], x.unit, false);
  const yAxis = valueAxis(up[0], up[1], y.unit, y.unit === 'share');
  const plotWidth = Math.max(1, width - LEFT - RIGHT);
  const plotHeight = HEIGHT - TOP - BOTTOM;
  const toX = (value: number) => LEFT + (plotWidth * (value - xAxis.low)) / (xAxis.high - xAxis.low);
  const toY = (value: number) => TOP + plotHeight * (1 - (value - yAxis.low) / (yAxis.high - yAxis.low));
  const formatX = createTickFormat(x.unit, Math.max(Math.abs(xAxis.low), Math.abs(xAxis.high)));
  const formatY = createTickFormat(y.unit, Math.max(Math.abs(yAxis.low), Math.abs(yAxis.high)));
  return (
    <div ref={box} className={styles.plot} style={{ height: HEIGHT }}>
      {width > 0 && (
        <svg width={width} height={HEIGHT} aria-hidden="true" focusable="false">
          {yAxis.ticks.map((tick) => (
            <g key={tick}>
              <line x1={LEFT} x2={LEFT + plotWidth} y1={toY(tick)} y2={toY(tick)} className={styles.grid} />
              <text x={LEFT - 6} y={toY(tick) + 4} className={styles.yTick}>
                {formatY(tick)}
              </text>
            </g>
          ))}
          {xAxis.ticks.map((tick) => (
            <text key={tick} x={toX(tick)} y={HEIGHT - BOTTOM + 16} className={styles.xTick}>
              {formatX(tick)}
            </text>
          ))}
          <text x={LEFT + plotWidth / 2} y={HEIGHT - 4} className={styles.xTick}>
            {x.label}
          </text>
          {isSquare && (
            <line
              x1={toX(xAxis.low)}
              x2={toX(xAxis.high)}
              y1={toY(xAxis.low)}
              y2={toY(xAxis.high)}
              className={styles.diagonal}
            />
          )}
          {hasZeroLine && (
            <line x1={LEFT} x2={LEFT + plotWidth} y1={toY(0)} y2={toY(0)} className={styles.diagonal} />
          )}
          {curves.map(({ name, tone, x: across, lower, upper }) =>
            lower && upper ? (
              <path
                key={`${name} intervals`}
                d={Array.from(across, (value, index) =>
                  whisker(toX(value), toY(lower[index] ?? Number.NaN), toY(upper[index] ?? Number.NaN)),
                ).join('')}
                data-tone={tone}
                className={styles.line}
              />
            ) : null,
          )}
          {curves.map(({ name, tone, drawnAs, x: across, y: up }) =>
            drawnAs === 'line' ? (
              <path key={name} d={pathOf(across, up, toX, toY)} data-tone={tone} className={styles.line} />
            ) : (
              <g key={name} data-tone={tone} className={styles.points}>
                {Array.from(across, (value, index) => (
                  <circle
                    // oxlint-disable-next-line react/no-array-index-key -- a point is its place on the curve
                    key={index}
                    cx={toX(value)}
                    cy={toY(up[index] ?? Number.NaN)}
                    r={2.5}
                  />
                ))}
              </g>
            ),
          )}
        </svg>
      )}
    </div>
  );
}

function CurveTable({ title, columns }: { title: string; columns: CurveChartProps['table'] }) {
  const [head] = columns;
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- a box that scrolls must be reachable by key
    <section className={styles.table} aria-label={`${title}, table`} tabIndex={0}>
      <table>
        <thead>
          <tr>
            {columns.map(({ name }) => (
              <th key={name} scope="col" data-numeric>
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {Array.from(head?.values ?? [], (value, row) => (
            <tr key={value}>
              <th scope="row" data-numeric>
                {formatValue(value, head?.unit ?? 'none')}
              </th>
              {columns.slice(1).map(({ name, unit, values }) => (
                <td key={name} data-numeric>
                  {formatValue(values[row], unit)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

function extentOf(columns: readonly Float64Array[]): [low: number, high: number] {
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (const column of columns) {
    for (const value of column) {
      if (Number.isNaN(value)) continue;
      low = Math.min(low, value);
      high = Math.max(high, value);
    }
  }
  return low <= high ? [low, high] : [0, 1];
}

function whisker(x: number, low: number, high: number): string {
  return Number.isNaN(low + high) ? '' : `M${x.toFixed(1)},${low.toFixed(1)}V${high.toFixed(1)}`;
}

function pathOf(
  x: Float64Array,
  y: Float64Array,
  toX: (value: number) => number,
  toY: (value: number) => number,
): string {
  return Array.from(
    x,
    (value, index) =>
      `${index === 0 ? 'M' : 'L'}${toX(value).toFixed(1)},${toY(y[index] ?? Number.NaN).toFixed(1)}`,
  ).join('');
}
