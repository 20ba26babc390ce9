import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { evaluateDueRules } from '#api/services/evaluation/evaluate-due.ts';
import { prometheusFiles } from '#api/services/rules/prometheus-files.ts';
import { RuleDefinition } from '#contract/rule.ts';
import { hotelRules } from '#sample/hotel-rules.ts';
import { speechRules } from '#sample/speech-rules.ts';
import { memoryApp, prediction } from '#test/api/memory-app.ts';
import { pageSnippet } from './page-snippet.ts';
import { serveApp } from './serve-app.ts';
import { startAlertmanager } from './start-alertmanager.ts';
import { prometheusPrograms } from './start-program.ts';
import { startPrometheus } from './start-prometheus.ts';

const folder = mkdtempSync(join(tmpdir(), 'anchorwatch-rules-'));
afterAll(() => rmSync(folder, { recursive: true }));

const source = { metrics: ['latencyMs', 'input.x'], statistic: 'mean', windowSeconds: 600 };
const common = {
  scope: { stage: 'asr' },
  condition: { kind: 'metric', ...source },
  everySeconds: 60,
  noData: { policy: 'alert', afterSlots: 3 },
};
const level = (threshold: number, recover: number | null, forSlots = 2, keepSlots = 3) => ({
  threshold,
  recover,
  forSlots,
  keepSlots,
});

const cases: [string, object][] = [
  ['a limit without a band', { levels: { critical: level(5, null) } }],
  ['a limit with one, at once and without keeping', { levels: { warning: level(5, 3, 0, 0) } }],
  ['a lower limit', { direction: 'below', levels: { critical: level(0.9, 0.95) } }],
  ['two levels', { levels: { warning: level(5, 4), critical: level(9, 7, 1, 4) } }],
  ['limits below zero', { levels: { warning: level(-3, -3.5), critical: level(-1e-7, null) } }],
  ['slots of a quarter of an hour', { everySeconds: 900, levels: { critical: level(5, 4) } }],
  [
    'effects that may be chance',
    {
      condition: { kind: 'drift', metrics: ['input.x'], method: 'psi', windowSeconds: 600, level: 0.05 },
      levels: { warning: level(0.2, 0.15), critical: level(0.4, null) },
    },
  ],
  [
    'sites that only the data name',
    {
      scope: {},
      condition: { kind: 'siteSilent', windowSeconds: 3600 },
      levels: { warning: level(900, 600) },
    },
  ],
  [
    'missing data that are to be expected',
    { noData: { policy: 'ok', afterSlots: 2 }, levels: { critical: level(5, 4) } },
  ],
  [
    'words that mean something to PromQL, YAML and templates',
    {
      name: 'a "b" \\ {{ .Labels }} # µ: \'c\'',
      description: 'two\nlines {{ $value }}',
      owner: '{{ end }}',
      labels: { team: 'voice "x" {{', alertname: 'no', severity: 'no' },
      levels: { critical: level(5, 4) },
    },
  ],
];

describe('exported rules', () => {
  it.each(cases)('fire, hold and recover as ours do: %s', (name, patch) => {
    const rule = RuleDefinition.parse({ name, ...common, ...patch });

    expect(verdictOf('speech', [rule])).toEqual({ check: 0, test: 0, said: '' });
  });

  it.each([
    ['speech', speechRules()],
    ['hotel', hotelRules()],
  ])('of the sample %s do, too', (_, { pipeline, rules }) => {
    expect(verdictOf(pipeline, rules)).toEqual({ check: 0, test: 0, said: '' });
  });

  it('are tried in earnest: a limit, a recovery or a time that is another fails', () => {
    const rule = RuleDefinition.parse({ name: 'slow', ...common, levels: { critical: level(5, 3) } });
    const altered = (from: string, to: string) =>
      verdictOf('speech', [rule], (text) => {
        expect(text).toContain(from);
        return text.replaceAll(from, to);
      }).test;

    expect(altered('>= 5', '>= 7')).toBe(1);
    expect(altered('>= 3', '>= 4.5')).toBe(1);
    expect(altered('for: 2m', 'for: 3m')).toBe(1);
    expect(altered('keep_firing_for: 3m', 'keep_firing_for: 2m')).toBe(1);
    expect(altered('unless on (alert_id)', 'and on (alert_id)')).toBe(1);
  });

  it('that are paused are left out, and the file says so', () => {
    const rule = RuleDefinition.parse({
      name: 'slow',
      ...common,
      state: 'paused',
      levels: { critical: level(5, 3) },
    });

    const { rules, notes } = prometheusFiles('speech', [rule]);

    expect(notes).toEqual([{ rule: 'slow', isLeftOut: true, text: 'it is paused' }]);
    expect(rules).toContain('# slow: left out, it is paused\n');
    expect(rules).toContain('rules: []');
  });
});

it('a rule that is exported fires in a real Prometheus, and reaches a real Alertmanager', async () => {
  const api = memoryApp();
  const rows = Array.from({ length: 20 }, (_, index) => prediction(3 + index / 20, { latencyMs: 900 }));
  await api.post('/predictions', rows);
  const rule = {
    name: 'slow',
    scope: { stage: 'score' },
    condition: { kind: 'metric', metrics: ['latencyMs'], statistic: 'mean', windowSeconds: 600 },
    levels: { critical: level(800, 700, 0, 0) },
    everySeconds: 60,
    queryOffsetSeconds: 0,
    noData: { policy: 'alert', afterSlots: 3 },
  };
  await api.post('/pipelines/loans/rules', { rule });
  await evaluateDueRules(api.ports, new AbortController().signal);
  await using server = await serveApp(api);
  await using alertmanager = await startAlertmanager(
    'route: { receiver: nobody }\nreceivers: [{ name: nobody }]',
  );
  const exported = await (
    await fetch(`${server.url}/api/v1/pipelines/loans/prometheus-rules/rules.yml`)
  ).text();
  const config = pageSnippet('# prometheus.yml with the exported rules')
    .replace('localhost:7474', new URL(server.url).host)
    .replace('localhost:9093', new URL(alertmanager.url).host)
    .replace('    authorization: { credentials_file: anchorwatch.key }\n', '') // this server has no accounts
    .replace('15s', '1s');

  await using prometheus = await startPrometheus(config, {
    'loans.rules.yml': exported.replace('interval: 1m', 'interval: 1s'),
  });

  const alertsAt = async (url: string) => (await fetch(url)).text();
  await expect
    .poll(() => alertsAt(`${alertmanager.url}/api/v2/alerts`), { timeout: 30_000 })
    .toMatch(/"alertname":"slow".*"severity":"critical"/);
  expect(await alertsAt(`${prometheus.url}/api/v1/alerts`)).toContain('"stage":"score"');
});

/** What promtool says to the exported files. */
function verdictOf(pipeline: string, rules: readonly RuleDefinition[], alter = (text: string) => text) {
  const files = prometheusFiles(pipeline, rules);
  const place = join(folder, `${pipeline}.rules.yml`);
  const tests = join(folder, `${pipeline}.tests.yml`);
  writeFileSync(place, alter(files.rules));
  writeFileSync(tests, files.tests);
  const run = (verb: string, file: string) =>
    spawnSync(prometheusPrograms().promtool, [verb, 'rules', file], { encoding: 'utf8', cwd: folder });
  const check = run('check', place);
  const test = run('test', tests);
  const said = `${check.status === 0 ? '' : check.stdout + check.stderr}${test.status === 0 ? '' : test.stdout + test.stderr}`;
  return { check: check.status, test: test.status, said };
}
