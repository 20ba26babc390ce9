/** A value as a file holds it, before anybody knows what its column is. */
export type Cell = string | number | boolean | null | undefined;

/** What a cell says: a number, a text, or (undefined) nothing. */
export type ParsedCell = number | string | undefined;

/** Texts that pandas reads as missing (its default `na_values`), and PostgreSQL's \N. */
const missingTexts = new Set(
  '|#N/A|#N/A N/A|#NA|-1.#IND|-1.#QNAN|-NaN|-nan|1.#IND|1.#QNAN|<NA>|N/A|NA|NULL|NaN|None|n/a|nan|null|\\N'.split(
    '|',
  ),
);
const longestMissing = 9;

const pointNumber = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/;
const commaNumber = /^[+-]?(?:\d+,?\d*|,\d+)(?:[eE][+-]?\d+)?$/;
const infinite = /^[+-]?inf(?:inity)?$/i;
/** From 16 digits on a float64 no longer tells neighbours apart: such an integer is an identifier. */
const longInteger = /^[+-]?\d{16,}$/;

/**
 * Reads a cell: `1`, `1.0` and `"1"` are the same number, true and false are texts, what pandas takes for missing is
 * missing. Integers of more than 15 digits stay texts.
 */
export function parseCell(cell: Cell, hasDecimalComma: boolean): ParsedCell {
  if (typeof cell === 'number') return Number.isNaN(cell) ? undefined : cell;
  if (typeof cell === 'boolean') return String(cell);
  if (cell === null || cell === undefined) return undefined;
  const text = cell.trim();
  if (text.length <= longestMissing && missingTexts.has(text)) return undefined;
  if (!mayStartNumber(text.charCodeAt(0))) return text;
  const pattern = hasDecimalComma ? commaNumber : pointNumber;
  if (pattern.test(text) && !longInteger.test(text)) {
    return Number(hasDecimalComma ? text.replace(',', '.') : text);
  }
  if (infinite.test(text)) return text.startsWith('-') ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
  return text;
}

/** A digit, sign, point or comma, or the i of infinity. */
function mayStartNumber(code: number): boolean {
  return (code >= 43 && code <= 57 && code !== 47) || code === 73 || code === 105;
}
