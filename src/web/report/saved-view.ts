import type { NumberTable } from '../charts/chart-numbers.ts';

/** What is saved of a view, whatever the kind of file: where it came from, what it rests on and what it shows. */
export type SavedView = {
  title: string;
  url: string;
  /** When it was saved, ISO 8601. */
  savedAt: string;
  /** When its data were read, ISO 8601; undefined where they come from files. */
  dataAsOf: string | undefined;
  /** Of Anchorwatch. */
  version: string;
  /** How its figures were made, each part that says so. */
  methods: readonly string[];
  /** What was left out: rows that came in later, other segments. */
  scope: readonly string[];
  tables: readonly NumberTable[];
};

const rollUps =
  'counts, sums and shares exact; quantiles from histograms of 64 buckets to the octave, within 1.6 %';

/** What the parts of a page say of how their figures were made; else how the server makes those of all pages. */
export function methodsWithin(root: Element): string[] {
  const said = [...root.querySelectorAll<HTMLElement>('[data-method]')].flatMap(
    ({ dataset }) => dataset['method'] ?? [],
  );
  return said.length > 0 ? [...new Set(said)] : [rollUps];
}

/** What a report rests on, in one line. */
export function basisText({ version, methods, dataAsOf, savedAt, scope }: SavedView): string {
  const data = dataAsOf === undefined ? 'Data of files in the browser' : `Data as of ${dataAsOf}`;
  const left = scope.length > 0 ? ` (${scope.join('; ')})` : '';
  return `${data}${left}. Method: ${methods.join('; ')}. Anchorwatch ${version}, saved ${savedAt}.`;
}
