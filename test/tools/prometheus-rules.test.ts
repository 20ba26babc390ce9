import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { stringify } from 'yaml';
import { speechRules } from '#sample/speech-rules.ts';

it('writes both files, and says what Prometheus does differently', () => {
  const folder = mkdtempSync(join(tmpdir(), 'anchorwatch-export-'));
  const source = join(folder, 'rules.yaml');
  const [first, ...others] = speechRules().rules;
  writeFileSync(source, stringify({ ...speechRules(), rules: [{ ...first, state: 'paused' }, ...others] }));

  const { stdout, status } = spawnSync(
    process.execPath,
    ['tools/prometheus-rules.ts', source, join(folder, 'out')],
    {
      encoding: 'utf8',
    },
  );

  expect(status).toBe(0);
  expect(stdout).toContain('asr estimated accuracy: left out, it is paused\n');
  expect(readFileSync(join(folder, 'out', 'speech.rules.yml'), 'utf8')).toContain('alert: asr p95 latency');
  expect(readFileSync(join(folder, 'out', 'speech.tests.yml'), 'utf8')).toContain('- speech.rules.yml');
  rmSync(folder, { recursive: true });
});
