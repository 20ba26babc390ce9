import type { ExampleRow, Examples } from '#contract/example.ts';
import type { Ports } from '../../ports.ts';
import type { ShownRow, StageSelection } from '../../prediction-log.ts';
import { findPrivacy } from '../pipelines/find-privacy.ts';
import { refuseSensitiveRanges } from './refuse-sensitive-ranges.ts';
import { shownValues } from './shown-values.ts';

export type ExamplesRequest = {
  selection: StageSelection;
  metrics: readonly string[] | undefined;
  order: 'latest' | 'sample';
  limit: number;
};

/** Single rows as people may see them. */
export async function examples(
  { log, control }: Ports,
  { selection, metrics, order, limit }: ExamplesRequest,
): Promise<Examples> {
  const [{ sensitive, keepsText }, rows] = await Promise.all([
    findPrivacy(control, selection),
    log.listRows(selection, order, limit),
  ]);
  refuseSensitiveRanges(selection, sensitive);
  const wanted = metrics && new Set(metrics);
  return {
    items: rows.map((row) => exampleOf(row, { sensitive, keepsText }, wanted)),
    sensitive: [...sensitive],
    keepsText,
  };
}

function exampleOf(
  row: ShownRow,
  privacy: Parameters<typeof shownValues>[1],
  wanted: ReadonlySet<string> | undefined,
): ExampleRow {
  const { timeMs, requestId, version, site } = row;
  return {
    time: new Date(timeMs).toISOString(),
    requestId,
    version,
    site,
    ...shownValues(row, privacy, wanted),
  };
}
