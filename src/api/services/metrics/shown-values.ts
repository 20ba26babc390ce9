import { outputText } from '#contract/example.ts';
import type { ShownRow } from '../../prediction-log.ts';

/** What people may see of the values of a row: nothing that its stage calls sensitive, and texts only where it keeps them. */
export function shownValues(
  { numbers, categories, text }: Pick<ShownRow, 'numbers' | 'categories' | 'text'>,
  { sensitive, keepsText }: { sensitive: ReadonlySet<string>; keepsText: boolean },
  wanted?: ReadonlySet<string>,
): { values: Record<string, number | string>; text: string | null } {
  const entries = [...Object.entries(numbers), ...Object.entries(categories)].filter(
    ([metric]) => !sensitive.has(metric) && (wanted?.has(metric) ?? true),
  );
  return {
    values: Object.fromEntries(entries),
    text: keepsText && !sensitive.has(outputText) ? text : null,
  };
}
