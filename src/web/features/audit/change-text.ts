type Json = Record<string, unknown>;

const LONGEST_VALUE = 60;
const MOST_MEMBERS = 3;

/** What an entry changed, in a line: `role: viewer → engineer`; empty where one side says it all. */
export function changeText(before: unknown, after: unknown): string {
  if (!isObject(before) || !isObject(after)) return '';
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])];
  const changed = names.filter((name) => JSON.stringify(before[name]) !== JSON.stringify(after[name]));
  const told = changed
    .slice(0, MOST_MEMBERS)
    .map((name) => `${name}: ${text(before[name])} → ${text(after[name])}`);
  const more = changed.length - told.length;
  return told.join('; ') + (more > 0 ? `; and ${more} more` : '');
}

function text(value: unknown): string {
  if (value === undefined) return '–';
  const whole = typeof value === 'string' ? value : JSON.stringify(value);
  return whole.length > LONGEST_VALUE ? `${whole.slice(0, LONGEST_VALUE)}…` : whole;
}

function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
