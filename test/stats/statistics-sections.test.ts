import { readFileSync } from 'node:fs';

import { describe, expect, it } from 'vitest';

const page = readFileSync(new URL('../../docs/statistics.md', import.meta.url), 'utf8');
const sections = page
  .split(/^## /m)
  .filter((part) => /^(Budgets|Streams|Quality|Correlation|Sequential)\n/.test(part))
  .join('');
const modules = import.meta.glob<Record<string, unknown>>(
  '../../src/stats/{budget,streams,quality,correlation,sequential}/*.ts',
  {
    eager: true,
  },
);
const exported = Object.values(modules).flatMap((module) =>
  Object.keys(module).filter((name) => typeof module[name] === 'function'),
);

const rows = sections
  .split('\n')
  .filter((line) => line.startsWith('| `'))
  .map((line) => line.split('|').slice(1, -1));
const beneath = sections.split('Beneath these:')[1] ?? '';

describe('the page on statistics', () => {
  it('has a row or a mention for every function of budgets, streams, quality, correlation and sequences', () => {
    const named = [
      ...rows.map(([first = '']) => first.replaceAll(/[` ]/g, '')),
      ...[...beneath.matchAll(/`(\w+)`/g)].map(([, name]) => name as string),
    ];

    expect(named.toSorted()).toEqual([...new Set(exported)].toSorted());
  });

  it('says of each of them what it is, its threshold, its reference and its cost', () => {
    for (const row of rows) {
      expect(row).toHaveLength(5);
      for (const cell of row) expect(cell.trim()).not.toBe('');
    }
  });
});
