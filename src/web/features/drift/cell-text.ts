import { cellMarks, type DriftMap } from '#workers/tasks/drift-map-tasks.ts';
import { formatCount, formatPValue, formatValue } from '../../format/number.ts';
import type { DriftGrid } from './drift-grid.ts';
import type { RankedMetric } from './ranking.ts';

/** What a cell says: "snr_db, 12:30: 0.41, drift, p < 0.001, n 1,240". */
export function cellText(
  map: DriftMap,
  grid: DriftGrid,
  columns: readonly { label: string }[],
  metric: RankedMetric | undefined,
  column: number,
): string {
  if (!metric) return '';
  const place = `${metric.name}, ${columns[column]?.label ?? ''}`;
  const slot = grid.slots[column] ?? -1;
  if (slot < 0) return `${place}: no rows`;

  const cell = metric.index * map.counts.slotsMs.length + slot;
  const effect = map.effects[cell] ?? Number.NaN;
  const size = map.sizes[cell] ?? 0;
  const mark = markText(map.marks[cell]);
  if (Number.isNaN(effect)) return `${place}: ${unscoredText(map, metric, size)}${mark}`;
  return `${place}: ${formatValue(effect, 'none')}${mark}, ${formatPValue(map.p[cell])}, n ${formatCount(size)}`;
}

function unscoredText({ leastRows }: DriftMap, { whole }: RankedMetric, size: number): string {
  if (whole.status === 'unavailable' && whole.reason === 'needs-numeric') return 'no score, numbers only';
  if (size === 0) return 'no values';
  return size < leastRows ? `no score, ${size} values are too few` : 'no score';
}

function markText(mark: number | undefined): string {
  if (mark === cellMarks.drift) return ', drift';
  return mark === cellMarks.warn ? ', worth a look' : '';
}
