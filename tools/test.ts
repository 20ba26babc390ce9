import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { findChromium, installChromium, type Chromium } from './chromium.ts';
import { withPostgres } from './postgres.ts';
import { findPrometheus, installPrometheus } from './prometheus.ts';
import { findProxies, installProxies } from './proxies.ts';

/** Runs every test: Vitest (unit, server, dom, browser), then Playwright against the real server. Adds them up. */
type VitestReport = { numPassedTests: number; numFailedTests: number; numPendingTests: number };
type PlaywrightReport = { stats: { expected: number; unexpected: number; flaky: number; skipped: number } };
type Count = { passed: number; failed: number; skipped: number };

const RESULTS = 'test-results';
rmSync(RESULTS, { recursive: true, force: true });
mkdirSync(RESULTS, { recursive: true });

const chromium = findChromium() ?? (await installChromium());
if (!chromium && process.env.CI) {
  console.error('the browser tests need a Chromium, and none could be fetched: apt-get install chromium');
  process.exit(1);
}
console.log(
  chromium
    ? `Chromium from ${chromium.from}: ${chromium.path}`
    : 'NO CHROMIUM: the browser tests are SKIPPED',
);
if (!findPrometheus() && !installPrometheus())
  console.error(
    'NO PROMETHEUS: the tests beside it will fail (apt-get install prometheus prometheus-alertmanager)',
  );
if (!findProxies() && !installProxies())
  console.error('NO PROXIES: the tests of traffic through them will fail (apt-get install nginx haproxy)');

const counts: Count[] = [];
await withPostgres((databaseUrl) => {
  counts.push(vitest({ ...browserEnvironment(chromium), ...(databaseUrl && { DATABASE_URL: databaseUrl }) }));
});
if (chromium) counts.push(playwright(browserEnvironment(chromium)));

const total = counts.reduce((a, b) => ({
  passed: a.passed + b.passed,
  failed: a.failed + b.failed,
  skipped: a.skipped + b.skipped,
}));
console.log(
  `Tests: ${total.passed} passed, ${total.failed} failed${total.skipped > 0 ? `, ${total.skipped} skipped` : ''}`,
);
process.exit(total.failed > 0 || total.passed === 0 ? 1 : 0);

function vitest(env: Record<string, string>): Count {
  const file = `${RESULTS}/vitest.json`;
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${file}`];
  const status = run(['node_modules/vitest/vitest.mjs', 'run', ...reporters], env);
  const report = readReport(file) as VitestReport | undefined;
  return counted(status, {
    passed: report?.numPassedTests ?? 0,
    failed: report?.numFailedTests ?? 0,
    skipped: report?.numPendingTests ?? 0,
  });
}

function playwright(env: Record<string, string>): Count {
  for (const mode of ['production', 'demo']) {
    const status = run(
      ['node_modules/vite/bin/vite.js', 'build', '--mode', mode, '--logLevel', 'error'],
      env,
    );
    if (status !== 0) return counted(status, { passed: 0, failed: 0, skipped: 0 });
  }
  const file = `${RESULTS}/playwright.json`;
  const status = run(['node_modules/@playwright/test/cli.js', 'test', '--reporter=list,json'], {
    ...env,
    PLAYWRIGHT_JSON_OUTPUT_FILE: file,
  });
  const stats = (readReport(file) as PlaywrightReport | undefined)?.stats;
  return counted(status, {
    passed: stats?.expected ?? 0,
    failed: (stats?.unexpected ?? 0) + (stats?.flaky ?? 0), // a test that needed a second try is a defect
    skipped: stats?.skipped ?? 0,
  });
}

/** A runner that fails without a failed test (a crash, an unhandled error, no report) still counts as a failure. */
function counted(status: number, count: Count): Count {
  return status !== 0 && count.failed === 0 ? { ...count, failed: 1 } : count;
}

function run(command: string[], env: Record<string, string>): number {
  const { NO_COLOR: _, ...inherited } = process.env; // with FORCE_COLOR beside it, every child would print a warning
  return (
    spawnSync(process.execPath, command, { stdio: 'inherit', env: { ...inherited, ...env } }).status ?? 1
  );
}

function readReport(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    console.error(`${file} was not written: the runner ended early`);
    return undefined;
  }
}

function browserEnvironment(chromium: Chromium | undefined): Record<string, string> {
  return chromium ? { CHROMIUM_PATH: chromium.path, ...chromium.env } : {};
}
