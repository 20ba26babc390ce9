import { limits, type Prediction } from '#contract/prediction.ts';

type Features = Prediction['features'];
type Scalar = number | string | boolean | null;
type Entry = [name: string, value: Scalar];

/** Entries of an array that become fields of their own; of a longer one its length and mean are kept. */
const MOST_ENTRIES = 16;

/**
 * A JSON value as fields: those of an object by their names, entries of a short array as `name.0`, `name.1` …, of a
 * longer one `name.length` and, where it holds numbers, `name.mean`. Nested objects join their names with dots.
 */
export function fieldsOf(value: unknown, name = 'input'): Features {
  const entries: Entry[] = [];
  addFields(entries, value, name);
  return Object.fromEntries(entries);
}

/** The same of the entries of an object, without a name in front. */
export function fieldsOfObject(value: object): Features {
  const entries: Entry[] = [];
  for (const [name, entry] of Object.entries(value)) addFields(entries, entry, name);
  return Object.fromEntries(entries);
}

function addFields(entries: Entry[], value: unknown, name: string): void {
  if (name === '' || name.length > limits.nameLength || name.includes('\0')) return;
  if (entries.length >= limits.fieldsPerRecord) return;
  if (isScalar(value)) {
    entries.push([name, typeof value === 'string' ? value.slice(0, limits.textLength) : value]);
  } else if (Array.isArray(value)) {
    addArray(entries, value, name);
  } else if (typeof value === 'object' && value !== null) {
    for (const [key, each] of Object.entries(value)) addFields(entries, each, `${name}.${key}`);
  }
}

function addArray(entries: Entry[], values: readonly unknown[], name: string): void {
  if (values.length <= MOST_ENTRIES) {
    for (const [i, value] of values.entries()) addFields(entries, value, `${name}.${i}`);
    return;
  }
  const numbers = values.filter((value) => typeof value === 'number');
  addFields(entries, values.length, `${name}.length`);
  if (numbers.length > 0)
    addFields(entries, numbers.reduce((a, b) => a + b) / numbers.length, `${name}.mean`);
}

export function isScalar(value: unknown): value is Scalar {
  return value === null || ['number', 'string', 'boolean'].includes(typeof value);
}
