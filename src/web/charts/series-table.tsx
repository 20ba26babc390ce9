import { formatCount, formatValue, type Unit } from '#web/format/number.ts';
import { toCsv } from '#web/format/csv.ts';
import { saveFile } from '#web/format/save-file.ts';
import { formatDay, formatTime, formatTimeWithSeconds } from '#web/format/time.ts';
import styles from './series-table.module.css';

const MOST_ROWS = 200;

export interface TabledSeries {
  title: string;
  times: Float64Array;
  series: readonly { name: string; values: Float64Array }[];
  counts?: Float64Array | undefined;
}

/** The numbers behind a chart as a real table, thinned evenly to at most 200 rows. */
export function SeriesTable({
  title,
  unit,
  zone,
  times,
  step,
  series,
  counts,
}: TabledSeries & {
  unit: Unit;
  zone: string;
  /** Length of a slot in milliseconds. */
  step: number;
}) {
  const stride = Math.max(1, Math.ceil(times.length / MOST_ROWS));
  const indexes = Array.from(
    { length: Math.floor((times.length - 1) / stride) + 1 },
    (_, row) => row * stride,
  );
  const formatClock = step < 60_000 ? formatTimeWithSeconds : formatTime;
  return (
    <table className={styles.table}>
      <caption>
        {title}
        {stride > 1 && ` (one sample in ${stride})`}
      </caption>
      <thead>
        <tr>
          <th scope="col">Time ({zone})</th>
          {series.map(({ name }) => (
            <th key={name} scope="col" data-numeric>
              {name}
            </th>
          ))}
          {counts && (
            <th scope="col" data-numeric>
              n
            </th>
          )}
        </tr>
      </thead>
      <tbody>
        {indexes.map((index) => (
          <tr key={index}>
            <th scope="row">
              {formatDay(times[index] ?? 0, zone)} {formatClock(times[index] ?? 0, zone)}
            </th>
            {series.map(({ name, values }) => (
              <td key={name} data-numeric>
                {formatValue(values[index], unit)}
              </td>
            ))}
            {counts && <td data-numeric>{formatCount(counts[index])}</td>}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** All rows, none left out, unrounded and in UTC. */
export function saveSeriesCsv({ title, times, series, counts }: TabledSeries): void {
  const header = ['time', ...series.map(({ name }) => name), ...(counts ? ['n'] : [])];
  const rows = Array.from(times, (time, index) => [
    new Date(time).toISOString(),
    ...series.map(({ values }) => values[index]),
    ...(counts ? [counts[index]] : []),
  ]);
  saveFile(`${title}.csv`, toCsv(header, rows), 'text/csv');
}
