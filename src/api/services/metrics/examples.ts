import { outputText, type ExampleRow, type Examples } from '#contract/example.ts';
import type { Ports, ShownRow, StageSelection } from '../../ports.ts';
import { findPrivacy } from '../pipelines/find-privacy.ts';

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
  const wanted = metrics && new Set(metrics);
  const isShown = (metric: string): boolean => !sensitive.has(metric) && (wanted?.has(metric) ?? true);
  const isTextShown = keepsText && !sensitive.has(outputText);
  return {
    items: rows.map((row) => exampleOf(row, isShown, isTextShown)),
    sensitive: [...sensitive],
    keepsText,
  };
}

function exampleOf(row: ShownRow, isShown: (metric: string) => boolean, isTextShown: boolean): ExampleRow {
  const { timeMs, requestId, version, site, numbers, categories, text } = row;
  const entries = [...Object.entries(numbers), ...Object.entries(categories)];
  return {
    time: new Date(timeMs).toISOString(),
    requestId,
    version,
    site,
    values: Object.fromEntries(entries.filter(([metric]) => isShown(metric))),
    text: isTextShown ? text : null,
  };
}
