/** `{a="b",c="d"}` with values as PromQL reads them. */
export function selectorText(labels: Readonly<Record<string, string>>): string {
  const pairs = Object.entries(labels).map(([name, value]) => `${name}=${JSON.stringify(value)}`);
  return `{${pairs.join(',')}}`;
}

/** In the largest unit that fits: `90m`, `2h`. */
export function durationText(seconds: number): string {
  for (const [unit, length] of [
    ['d', 86_400],
    ['h', 3_600],
    ['m', 60],
  ] as const)
    if (seconds % length === 0) return `${seconds / length}${unit}`;
  return `${seconds}s`;
}

/** Labels and annotations are templates to Prometheus; what people wrote is none. */
export function literalText(text: string): string {
  return text.replaceAll('{{', '{{ "{{" }}');
}
