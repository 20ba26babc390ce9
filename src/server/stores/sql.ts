/**
 * ClickHouse literals. Values stand in the text of a query, not in bound parameters: the embedded engine runs
 * queries with bound parameters one at a time for its whole process, and lists of names outgrow a URL.
 */
export function text(value: string): string {
  return `'${value.replace(/[\\']/g, (character) => `\\${character}`).replaceAll('\0', '\\0')}'`;
}

/** @throws {RangeError} for a number that is not whole */
export function integer(value: number): string {
  if (!Number.isSafeInteger(value)) throw new RangeError(`not a whole number: ${value}`);
  return String(value);
}

export function list(literals: readonly string[]): string {
  return `[${literals.join(', ')}]`;
}

/** A condition that a column is one of the values. */
export function isOneOf(column: string, values: readonly string[]): string {
  return values.length === 0 ? 'false' : `${column} IN (${values.map(text).join(', ')})`;
}
