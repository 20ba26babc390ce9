import { readdirSync, readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { brotliCompressSync } from 'node:zlib';
import { expect, test } from '@playwright/test';

const ASSETS = 'dist/web/assets';

/** A built script and all that it imports before it runs, by file name. */
function closure(file: string, found = new Set<string>()): Set<string> {
  if (found.has(file)) return found;
  found.add(file);
  const code = readFileSync(`${ASSETS}/${file}`, 'utf8');
  for (const [, imported = ''] of code.matchAll(/(?:from|import)\s*"\.\/([^"]+\.js)"/g))
    closure(imported, found);
  return found;
}

function entry(): string {
  const [, path = ''] =
    /<script type="module"[^>]* src="([^"]+)"/.exec(readFileSync('dist/web/index.html', 'utf8')) ?? [];
  return basename(path);
}

function chunk(name: string): string {
  const file = readdirSync(ASSETS).find(
    (candidate) => candidate.startsWith(`${name}-`) && candidate.endsWith('.js'),
  );
  if (!file) throw new Error(`no chunk called ${name}`);
  return file;
}

function brotliKilobytes(files: Iterable<string>): number {
  return (
    [...files].reduce((sum, file) => sum + brotliCompressSync(readFileSync(`${ASSETS}/${file}`)).length, 0) /
    1000
  );
}

test('the page loads at most 120 kB of script before its first chart', () => {
  expect(brotliKilobytes(closure(entry()))).toBeLessThanOrEqual(120);
});

test('and at most 215 kB with it', () => {
  const files = new Set([...closure(entry()), ...closure(chunk('stage-page'))]);

  expect(files).toContain(chunk('recharts'));
  expect(brotliKilobytes(files)).toBeLessThanOrEqual(215);
});
