import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterEach, beforeEach, describe, expect, it } from 'vitest';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'conformance-'));
});

afterEach(() => {
  rmSync(folder, { recursive: true });
});

function conformance(files: Record<string, object>) {
  for (const [name, content] of Object.entries(files)) {
    writeFileSync(join(folder, `${name}.json`), JSON.stringify(content));
  }
  return spawnSync(process.execPath, ['tools/conformance.ts', folder], { encoding: 'utf8' });
}

const distance = (expected: object, tol = { '*': { abs: 1e-12 } }) => ({
  id: 'W1',
  statistic: 'wasserstein',
  dataset: 'D1',
  expected,
  tol,
});
const datasets = { datasets: [{ id: 'D1', reference: [0, null, 1], current: [5, 'Infinity', 6] }] };

describe('npm run conformance', () => {
  it('takes the inputs from the folder it is given, and passes what holds', () => {
    const { status, stdout } = conformance({ datasets, tests: { cases: [distance({ statistic: 5 })] } });

    expect(stdout).toMatch(/wasserstein +1 +1 +0\n/);
    expect(stdout).toContain('1 of 1 cases passed');
    expect(status).toBe(0);
  });

  it('fails and says what it got when a value is off by more than its tolerance', () => {
    const { status, stdout } = conformance({ datasets, tests: { cases: [distance({ statistic: 5.1 })] } });

    expect(stdout).toContain('tests W1 (wasserstein): statistic: got 5, expected 5.1');
    expect(status).toBe(1);
  });

  it('fails on a statistic that it does not know', () => {
    const unknown = { id: 'X1', statistic: 'astrology', inputs: {}, expected: {}, tol: {} };
    const { status, stdout } = conformance({ tests: { cases: [unknown] } });

    expect(stdout).toContain('unknown statistic astrology');
    expect(status).toBe(1);
  });

  it('fails and says which data file is not there', () => {
    const inputs = { file: 'nowhere/rows.csv.gz', column: 'x', referenceRows: [0, 5], currentRows: [5, 9] };
    const absent = { id: 'R1', statistic: 'numeric_drift', inputs, expected: { ks: 0 }, tol: {} };
    const { status, stdout } = conformance({ tests: { cases: [absent] } });

    expect(stdout).toContain('data file nowhere/rows.csv.gz is not there (looked in');
    expect(status).toBe(1);
  });

  it('has no result to show for a folder without cases', () => {
    expect(conformance({}).status).toBe(1);
  });
});
