import type { NumberTable } from '../charts/chart-numbers.ts';

/** What is saved of a view, whatever the kind of file: where it came from and what it shows. */
export type SavedView = {
  title: string;
  url: string;
  /** ISO 8601. */
  asOf: string;
  tables: readonly NumberTable[];
};
