import { useId, useRef, useState } from 'react';
import {
  createTickFormat,
  formatCount,
  formatDifference,
  formatValue,
  type Unit,
} from '#web/format/number.ts';
import { useNumbers } from './chart-numbers.ts';
import { describeDistribution, sharesOf } from './describe-distribution.ts';
import styles from './distribution-chart.module.css';
import { valueAxis } from './domain.ts';
import { useWidth } from './use-width.ts';

/** Bins that both samples share: k + 1 ascending edges (open ends are infinite), or k names. */
export type Bins =
  | { kind: 'numeric'; edges: Float64Array }
  | { kind: 'categories'; names: readonly string[] };

export interface DistributionChartProps {
  title: string;
  unit: Unit;
  bins: Bins;
  /** Counts in each bin. */
  reference: Float64Array;
  current: Float64Array;
  height?: number | undefined;
  /** What the chart shows, in words; made from the numbers when left out. */
  sentence?: string | undefined;
}

/** The reference as an outline over the current sample's filled bars: shares by bin, each bin equally wide. */
export function DistributionChart(props: DistributionChartProps) {
  const { title, unit, bins, reference, current, height = 180 } = props;
  const id = useId();
  const [isTable, setTable] = useState(false);
  const names = binNames(bins, unit);
  const sentence = props.sentence ?? describeDistribution(names, reference, current);
  const figure = useRef<HTMLElement>(null);
  useNumbers(figure, () => ({
    title,
    columns: ['bin', 'reference', 'current'],
    rows: names.map((name, bin) => [name, reference[bin] ?? Number.NaN, current[bin] ?? Number.NaN]),
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
          <span className={styles.currentSwatch} aria-hidden="true" /> current, n {formatCount(sum(current))}
          <span className={styles.referenceSwatch} aria-hidden="true" /> reference, n{' '}
          {formatCount(sum(reference))}
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
      {isTable ? (
        <DistributionTable title={title} names={names} reference={reference} current={current} />
      ) : bins.kind === 'numeric' ? (
        <Histogram edges={bins.edges} unit={unit} reference={reference} current={current} height={height} />
      ) : (
        <CategoryBars names={bins.names} reference={reference} current={current} />
      )}
    </figure>
  );
}

const LEFT = 44;
const BOTTOM = 20;
const TOP = 6;

function Histogram({
  edges,
  unit,
  reference,
  current,
  height,
}: {
  edges: Float64Array;
  unit: Unit;
  reference: Float64Array;
  current: Float64Array;
  height: number;
}) {
  const box = useRef<HTMLDivElement>(null);
  const width = useWidth(box);
  const before = sharesOf(reference);
  const now = sharesOf(current);
  const { high: highest, ticks } = valueAxis(0, largestShare(before, now), 'share', true);
  const plotWidth = Math.max(1, width - LEFT - 24);
  const plotHeight = height - TOP - BOTTOM;
  const binWidth = plotWidth / Math.max(1, now.length);
  // An empty sample has no shares; nothing is drawn of it.
  const y = (share: number) => TOP + plotHeight * (1 - (share || 0) / highest);
  const formatEdge = createTickFormat(unit, largestFinite(edges));
  const stride = Math.max(1, Math.ceil(56 / binWidth));
  const firstEdge = Number.isFinite(edges[0]) ? 0 : 1;
  const outline = [...before].map((share, bin) => `V${y(share)}H${LEFT + (bin + 1) * binWidth}`).join('');
  return (
    <div ref={box} className={styles.plot} style={{ height }}>
      {width > 0 && (
        <svg width={width} height={height} aria-hidden="true" focusable="false">
          {ticks.map((share) => (
            <g key={share}>
              <line x1={LEFT} x2={LEFT + plotWidth} y1={y(share)} y2={y(share)} className={styles.grid} />
              <text x={LEFT - 6} y={y(share) + 4} className={styles.shareTick}>
                {formatValue(share, 'share')}
              </text>
            </g>
          ))}
          {[...now].map((share, bin) => (
            <rect
              key={LEFT + bin * binWidth}
              x={LEFT + bin * binWidth + 0.5}
              y={y(share)}
              width={Math.max(1, binWidth - 1)}
              height={TOP + plotHeight - y(share)}
              className={styles.current}
            />
          ))}
          <path d={`M${LEFT},${y(0)}${outline}V${y(0)}`} className={styles.reference} />
          {[...edges].map((edge, index) =>
            (index - firstEdge) % stride === 0 && Number.isFinite(edge) ? (
              <text key={edge} x={LEFT + index * binWidth} y={height - 5} className={styles.edgeTick}>
                {formatEdge(edge)}
              </text>
            ) : null,
          )}
        </svg>
      )}
    </div>
  );
}

function CategoryBars({
  names,
  reference,
  current,
}: {
  names: readonly string[];
  reference: Float64Array;
  current: Float64Array;
}) {
  const before = sharesOf(reference);
  const now = sharesOf(current);
  const highest = largestShare(before, now);
  const percent = (share: number) => `${((share || 0) / highest) * 100}%`;
  return (
    <div className={styles.bars} aria-hidden="true">
      {names.map((name, bin) => (
        <div key={name} className={styles.bar}>
          <span className={styles.name} title={name}>
            {name}
          </span>
          <span className={styles.track}>
            <span className={styles.fill} style={{ width: percent(now[bin] ?? 0) }} />
            <span className={styles.outline} style={{ width: percent(before[bin] ?? 0) }} />
          </span>
          <span className={styles.share}>{formatValue(now[bin], 'share')}</span>
        </div>
      ))}
    </div>
  );
}

function DistributionTable({
  title,
  names,
  reference,
  current,
}: {
  title: string;
  names: readonly string[];
  reference: Float64Array;
  current: Float64Array;
}) {
  const before = sharesOf(reference);
  const now = sharesOf(current);
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- a box that scrolls must be reachable by key
    <section className={styles.table} aria-label={`${title}, table`} tabIndex={0}>
      <table>
        <thead>
          <tr>
            <th scope="col">Bin</th>
            <th scope="col" data-numeric>
              Reference
            </th>
            <th scope="col" data-numeric>
              Current
            </th>
            <th scope="col" data-numeric>
              Difference
            </th>
          </tr>
        </thead>
        <tbody>
          {names.map((name, bin) => (
            <tr key={name}>
              <th scope="row">{name}</th>
              <td data-numeric>{formatValue(before[bin], 'share')}</td>
              <td data-numeric>{formatValue(now[bin], 'share')}</td>
              <td data-numeric>
                {formatDifference((now[bin] ?? Number.NaN) - (before[bin] ?? Number.NaN), 'share')}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

/** `0.5 to 1 s`; an open end is "below" or "from". */
function binNames(bins: Bins, unit: Unit): string[] {
  if (bins.kind === 'categories') return [...bins.names];
  const { edges } = bins;
  return Array.from({ length: Math.max(0, edges.length - 1) }, (_, bin) => {
    const [low, high] = [edges[bin] ?? Number.NaN, edges[bin + 1] ?? Number.NaN];
    if (low === Number.NEGATIVE_INFINITY) return `below ${formatValue(high, unit)}`;
    if (high === Number.POSITIVE_INFINITY) return `from ${formatValue(low, unit)}`;
    return `${formatValue(low, unit)} to ${formatValue(high, unit)}`;
  });
}

/** An empty sample has no shares. */
function largestShare(...samples: Float64Array[]): number {
  let largest = 0.01;
  for (const shares of samples) for (const share of shares) largest = Math.max(largest, share || 0);
  return largest;
}

function largestFinite(edges: Float64Array): number {
  let largest = 0;
  for (const edge of edges) if (Number.isFinite(edge)) largest = Math.max(largest, Math.abs(edge));
  return largest;
}

function sum(counts: Float64Array): number {
  let total = 0;
  for (const count of counts) total += count;
  return total;
}
