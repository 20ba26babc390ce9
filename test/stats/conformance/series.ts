import { readFileSync } from 'node:fs';

const folder = new URL('../reference/', import.meta.url);

/** First series of a file in the form of the Turing Change Point Dataset, missing values left out. */
export function seriesOf(file: string): Float64Array {
  const { series } = JSON.parse(readFileSync(new URL(file, folder), 'utf8')) as {
    series: { raw: (number | null)[] }[];
  };
  return Float64Array.from((series[0]?.raw ?? []).filter((value) => value !== null));
}
