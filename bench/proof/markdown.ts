import { wilson } from '#stats/wilson.ts';

/** A table of Markdown; every row has as many cells as the head. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map((_, i) => (i === 0 ? '---' : '---:'))), ...rows.map(line)].join('\n');
}

/** A share in percent, with as many digits as 200 to 5000 windows can tell. */
export function percent(share: number): string {
  if (Number.isNaN(share)) return '–';
  const value = 100 * share;
  return `${value >= 9.95 || value === 0 ? value.toFixed(0) : value.toFixed(1)} %`;
}

/** A share with its 95 % Wilson interval. */
export function percentWithInterval(count: number, n: number): string {
  const [low, high] = wilson(count, n, 0.95);
  return `${(100 * (count / n)).toFixed(2)} % (${(100 * low).toFixed(2)}–${(100 * high).toFixed(2)})`;
}

export function signed(value: number, digits: number): string {
  const text = Math.abs(value).toFixed(digits);
  return Number(text) === 0 ? text : `${value < 0 ? '−' : '+'}${text}`;
}
