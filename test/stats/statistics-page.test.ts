import { readFileSync } from 'node:fs';

import { describe, expect, it } from 'vitest';

const page = readFileSync(new URL('../../docs/statistics.md', import.meta.url), 'utf8');
const section = (page.split(/^## /m).find((part) => part.startsWith('Two samples')) ?? '').split('\n');
const modules = import.meta.glob<Record<string, unknown>>(
  ['../../src/stats/*.ts', '../../src/stats/compat/*.ts'],
  {
    eager: true,
  },
);
const exported = Object.values(modules).flatMap((module) =>
  Object.keys(module).filter((name) => typeof module[name] === 'function'),
);

const rows = section
  .filter((line) => line.startsWith('| `'))
  .map((line) => line.split(/(?<!\\)\|/).slice(1, -1));
const listed = section
  .join(' ')
  .split(/Beneath the tests|For checking against/)
  .slice(1)
  .flatMap((text) => [...text.matchAll(/`(\w+)`/g)].map(([, name]) => name as string));

describe('the page on statistics', () => {
  it('has a row or a mention for every function of two samples, and for nothing else', () => {
    const named = [...rows.map(([first = '']) => first.replaceAll(/[` ]/g, '')), ...listed];

    expect(named.toSorted()).toEqual(exported.toSorted());
  });

  it('says of every test what it is, its threshold, its reference and its cost', () => {
    for (const row of rows) {
      expect(row).toHaveLength(5);
      for (const cell of row) expect(cell.trim()).not.toBe('');
    }
  });
});
