import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { transitions } from '#control/rollout/transitions.ts';

const page = readFileSync(join(import.meta.dirname, '../../../docs/rollouts.md'), 'utf8');

it('writes the table of the documentation from the machine’s own', () => {
  const rows = Object.entries(transitions).map(([event, { from, who, guards, to, does }]) =>
    cells([event, from.join(', '), guards.join(', ') || '–', who.join(', '), to.join(', '), does]),
  );

  const written = page
    .split('\n')
    .filter((line) => line.startsWith('|') && !line.includes('---'))
    .slice(1)
    .map((line) => cells(line.split('|').slice(1, -1)));
  expect(written).toEqual(rows);
});

function cells(texts: string[]): string {
  return texts.map((text) => text.trim()).join(' | ');
}
