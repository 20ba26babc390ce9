const NUMBER = String.raw`(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?|Inf|NaN`;
const VALUE = new RegExp(`^([+-]?(?:${NUMBER}))(?:([+-])(${NUMBER}))?(?:x(\\d+))?$`, 'i');
const MISSING = /^(?:_|stale)(?:x(\d+))?$/;
const SELECTOR = /^\s*([a-zA-Z_:][a-zA-Z0-9_:]*)?\s*(?:\{(.*)\})?\s*$/s;
const LABEL = /\s*([a-zA-Z_][a-zA-Z0-9_]*)\s*=\s*"((?:[^"\\]|\\.)*)"\s*(?:,|$)/y;
const SECONDS = { s: 1, m: 60, h: 3_600, d: 86_400, w: 604_800 } as const;

/**
 * Values as Prometheus's rule tests write them: `1`, `1+2x3` is 1 3 5 7, `5x2` is 5 5 5, `_` and `_x3` are slots without a
 * value (null).
 *
 * @throws {Error} with the part that is no value
 */
export function parseSeriesValues(text: string): (number | null)[] {
  const parts = text.split(/\s+/).filter((part) => part !== '');
  return parts.flatMap((part): (number | null)[] => {
    const missing = MISSING.exec(part);
    if (missing) return Array.from({ length: Number(missing[1] ?? 1) }, () => null);
    const [, start, sign, step, times] = VALUE.exec(part) ?? [];
    if (start === undefined) throw new Error(`${part} is no value of a series`);
    const by = step === undefined ? 0 : numberOf(step) * (sign === '-' ? -1 : 1);
    return Array.from({ length: Number(times ?? 0) + 1 }, (_, index) => numberOf(start) + index * by);
  });
}

function numberOf(text: string): number {
  return Number(text.replace(/inf$/i, 'Infinity').replace(/nan$/i, 'NaN'));
}

/** `name{label="text"}`; a quote in a text is written `\"`. */
export function parseSelector(text: string): { name: string; labels: Record<string, string> } {
  const [, plain, inner = ''] = SELECTOR.exec(text) ?? [];
  const labels = new Map<string, string>();
  LABEL.lastIndex = 0;
  while (LABEL.lastIndex < inner.trimEnd().length) {
    const [, name, escaped] = LABEL.exec(inner) ?? [];
    if (name === undefined || escaped === undefined) throw new Error(`${text} is no series`);
    labels.set(
      name,
      escaped.replaceAll(/\\(.)/g, (_, char: string) => (char === 'n' ? '\n' : char)),
    );
  }
  const name = plain ?? labels.get('__name__');
  if (name === undefined) throw new Error(`${text} is no series`);
  labels.delete('__name__');
  return { name, labels: Object.fromEntries(labels) };
}

export function formatSelector(name: string, labels: Record<string, string>): string {
  const written = Object.entries(labels).map(
    ([label, text]) =>
      `${label}="${text.replaceAll(/["\\]/g, String.raw`\$&`).replaceAll('\n', String.raw`\n`)}"`,
  );
  return `${name}{${written.join(', ')}}`;
}

/** `1h30m` in milliseconds. */
export function parseDuration(text: string): number {
  const parts = [...text.matchAll(/(\d+)([smhdw])/g)];
  return parts.reduce(
    (sum, [, count, unit]) => sum + Number(count) * SECONDS[unit as keyof typeof SECONDS] * 1000,
    0,
  );
}

/** The shortest way to write whole seconds: `1h30m`. */
export function formatDuration(milliseconds: number): string {
  let rest = Math.round(milliseconds / 1000);
  let text = '';
  for (const unit of ['d', 'h', 'm', 's'] as const) {
    const count = Math.floor(rest / SECONDS[unit]);
    if (count > 0) text += `${count}${unit}`;
    rest -= count * SECONDS[unit];
  }
  return text || '0';
}

/** The shortest way to write values: equal ones that follow each other are one part. */
export function formatSeriesValues(values: readonly (number | null)[]): string {
  const parts: string[] = [];
  for (let start = 0, end = 0; start < values.length; start = end) {
    while (end < values.length && values[end] === values[start]) end++;
    const value = values[start] ?? null;
    const length = end - start;
    if (value === null) parts.push(length === 1 ? '_' : `_x${length}`);
    else parts.push(length === 1 ? String(value) : `${value}x${length - 1}`);
  }
  return parts.join(' ');
}
