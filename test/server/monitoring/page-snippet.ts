import { readFileSync } from 'node:fs';

const page = readFileSync(new URL('../../../docs/prometheus.md', import.meta.url), 'utf8');
const blocks = [...page.matchAll(/```\w+\n([\s\S]*?)```/g)].map(([, text]) => text ?? '');

/** The piece of docs/prometheus.md that begins with this line, as it stands there. */
export function pageSnippet(firstLine: string): string {
  const found = blocks.find((text) => text.startsWith(`${firstLine}\n`));
  if (found === undefined) throw new Error(`docs/prometheus.md has no piece that begins with ${firstLine}`);
  return found;
}
