import { AxeBuilder } from '@axe-core/playwright';
import { expect, test, type Page } from '@playwright/test';
import { dataFolder, startServer, type RealServer } from './real-server.ts';

const MINUTE = 60_000;
const HOSTILE = `<script>alert(1)</script> "quoted' \\ 🎉 ${'long'.repeat(100)}`;

let server: RealServer;
const folder = dataFolder();
const faults: string[] = [];

/** Six hours of two stages; from the last 90 minutes on, the input snr of stage asr has moved. */
function log(now: number) {
  let seed = 42;
  const uniform = () => {
    seed = (Math.imul(seed, 1_664_525) + 1_013_904_223) >>> 0;
    return seed / 2 ** 32;
  };
  const bell = () => Array.from({ length: 12 }, uniform).reduce((sum, value) => sum + value, -6);
  return Array.from({ length: 7_200 }, (_, index) => {
    const time = now - 6 * 60 * MINUTE + index * 3_000;
    const hasMoved = time > now - 90 * MINUTE;
    return {
      pipeline: 'voice',
      stage: index % 2 === 0 ? 'vad' : 'asr',
      time: new Date(time).toISOString(),
      requestId: `r-${index >> 1}`,
      latencyMs: 50 + 10 * bell(),
      features: {
        snr: (index % 2 === 1 && hasMoved ? 14 : 20) + 2 * bell(),
        seconds: Math.exp(bell() / 2),
        device: uniform() < 0.6 ? 'phone' : 'desk',
        constant: 1,
        nothing: null,
        [HOSTILE]: bell(),
      },
      prediction: uniform() < 0.99 ? 'yes' : null,
      confidence: uniform(),
    };
  });
}

/** Of most rows of stage asr, right away. */
function labelsOf(rows: ReturnType<typeof log>) {
  return rows
    .filter(({ stage }, index) => stage === 'asr' && index % 10 > 2)
    .map(({ pipeline, stage, requestId, time, prediction }) => ({
      pipeline,
      stage,
      requestId,
      time,
      value: requestId.endsWith('7') ? 'no' : prediction,
    }));
}

const anHourAgo = new Date(Date.now() - 60 * MINUTE).toISOString();

test.beforeAll(async () => {
  server = await startServer(folder.path);
  const rows = log(Date.now());
  expect((await server.post('/predictions', rows)).status).toBe(200);
  expect((await server.post('/labels', labelsOf(rows))).status).toBe(200);
  await server.post('/predictions', [
    { pipeline: HOSTILE, stage: HOSTILE, time: new Date().toISOString(), features: { [HOSTILE]: HOSTILE } },
  ]);
});
/** A draft of a shadow step, which moves nothing. */
async function planRollout(): Promise<string> {
  const split = { stable: 10_000, candidate: 0 };
  const traffic = { split, mirror: [{ to: 'candidate', basisPoints: 10_000 }], stickyKey: null };
  const gates = [{ gate: 'disagreement', margin: 0.1 }];
  const response = await server.post('/rollouts', {
    pipeline: 'voice',
    stage: 'asr',
    stable: { version: 'v17' },
    candidate: { version: HOSTILE },
    plan: { steps: [{ kind: 'shadow', traffic, minSoakSeconds: 60, maxSoakSeconds: 3_600, gates }] },
  });
  expect(response.status).toBe(200);
  return ((await response.json()) as { id: string }).id;
}

test.afterAll(async () => {
  await server.kill('SIGTERM');
  folder.remove();
});
test.beforeEach(({ page }) => {
  faults.length = 0;
  page.on('console', (message) => {
    if (message.type() === 'error') faults.push(message.text());
  });
  page.on('pageerror', (fault) => faults.push(fault.message));
});

async function open(page: Page, path: string, heading: string | RegExp): Promise<void> {
  await page.goto(server.url + path);
  await expect(page.getByRole('heading', { level: 1, name: heading })).toBeVisible();
}

async function isAccessible(page: Page): Promise<void> {
  const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
  const { violations } = await new AxeBuilder({ page }).withTags(tags).analyze();
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)).toEqual([]);
}

// Contrast depends on the scheme and overflow on the width: two of the four combinations see each of both.
for (const [colorScheme, width] of [
  ['light', 1440],
  ['dark', 360],
] as const) {
  test(`every page is accessible and fits, ${colorScheme}, ${width} px`, async ({ page }, info) => {
    await page.emulateMedia({ colorScheme });
    await page.setViewportSize({ width, height: 900 });
    const rollout = await planRollout();
    for (const [path, heading] of [
      ['/', 'Fleet'],
      ['/p/voice', /voice/],
      ['/p/voice/requests?sort=slowest', /voice/],
      ['/p/voice/requests/r-3599', /r-3599/],
      ['/p/voice/correlation?sel=vad~asr&feature=asr~input.snr', /voice/],
      ['/p/voice/s/asr', /asr/],
      ['/p/voice/s/asr/drift', /asr/],
      ['/p/voice/s/asr/drift?feature=input.snr&view=segments', /asr/],
      ['/p/voice/s/asr/drift?feature=input.snr&view=rows', /asr/],
      ['/p/voice/s/asr/drift?view=together', /asr/],
      ['/p/voice/s/asr/references', /asr/],
      ['/p/voice/s/asr/quality', /asr/],
      [`/p/voice/s/asr/quality?known=${anHourAgo}`, /asr/],
      ['/p/voice/s/vad/quality', /vad/],
      ['/p/voice/s/asr/automation?tau=0.8', /Automation of asr/],
      ['/p/voice/s/asr/reviews', /Cases of asr/],
      ['/p/voice/runs', /Runs of voice/],
      ['/p/voice/sites', /Sites of voice/],
      ['/p/voice/s/asr/metrics', /asr/],
      ['/thresholds', 'Thresholds'],
      ['/thresholds/new?sel=voice~asr~latencyMs~p95', 'New threshold'],
      ['/thresholds/new', 'New threshold'],
      ['/alerts', 'Alerts'],
      ['/rollouts', 'Rollouts'],
      ['/rollouts/new', 'Plan a rollout'],
      [`/rollouts/${rollout}`, /v17/],
      [`/rollouts/${rollout}/disagreements`, /v17/],
      ['/import', 'Import'],
      ['/settings/people', 'People'],
      ['/settings/notifications', 'Notifications'],
      ['/settings/sources', 'Alert sources'],
      ['/settings/keys', 'API keys'],
      ['/settings/password', 'Password'],
      ['/audit', 'Audit'],
      [`/p/${encodeURIComponent(HOSTILE)}/s/${encodeURIComponent(HOSTILE)}`, /script/],
    ] as const) {
      await open(page, path, heading);
      await expect(page.getByRole('progressbar')).toHaveCount(0);
      await isAccessible(page);
      const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
      expect(overflow, path).toBeLessThanOrEqual(0);
      expect(faults).toEqual([]); // before the screenshot, for which Playwright adds a style of its own
      await page.screenshot({
        path: info.outputPath(`${path.replaceAll(/\W+/g, '-').slice(0, 40)}.png`),
        fullPage: true,
      });
    }
  });
}

test('a log that nobody set up shows its drift, and a metric opens the exact tests', async ({ page }) => {
  await open(page, '/p/voice/s/asr/drift', /asr/);

  await expect(page.getByText(/^\d+ of \d+ metrics of asr drifts?, (most of all )?snr \(/)).toBeVisible();
  await page.getByRole('row', { name: /snr/ }).first().click();

  const exact = page.getByRole('table').filter({ hasText: 'Kolmogorov–Smirnov D' });
  await expect(exact.getByRole('row', { name: /Kolmogorov–Smirnov D/ })).toContainText('< 0.001');
  await expect(page).toHaveURL(/feature=input\.snr/);
});

test('a view is saved as a file that opens without a network', async ({ page, context }, info) => {
  await open(page, '/p/voice/s/asr', /asr/);
  await expect(page.getByRole('figure', { name: 'Latency', exact: true })).toBeVisible();
  await page.getByRole('button', { name: 'Export' }).click();
  await isAccessible(page);
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: 'Report (HTML)' }).click(),
  ]);
  const path = info.outputPath('view.html');
  await download.saveAs(path);
  const file = await context.newPage();
  const requests: string[] = [];
  file.on('request', (request) => requests.push(new URL(request.url()).protocol));

  await file.goto(`file://${path}`);

  await expect(file.getByRole('heading', { level: 1, name: /asr/ })).toBeVisible();
  await file.getByText('Numbers of Latency', { exact: true }).click();
  await expect(file.getByRole('columnheader', { name: 'p95' })).toBeVisible();
  await expect(file.getByText('Numbers of Confidence', { exact: true })).toBeVisible(); // far below, never scrolled to
  await expect(file.getByText(/^Data as of .* Anchorwatch 0\.1\.0, saved /)).toBeVisible();
  expect(requests.filter((protocol) => protocol.startsWith('http'))).toEqual([]);
  expect(faults).toEqual([]);
});

test('a file becomes a report without a request', async ({ page }) => {
  await open(page, '/import', 'Import');
  const requests: string[] = [];
  page.on('request', (request) => {
    if (request.method() === 'POST') requests.push(request.url());
  });
  const rows = log(Date.now()).filter(({ stage }) => stage === 'asr');
  const buffer = Buffer.from(rows.map((row) => JSON.stringify(row)).join('\n'));

  await page
    .getByLabel(/^Drop CSV/)
    .setInputFiles({ name: 'asr.jsonl', mimeType: 'application/jsonl', buffer });

  await expect(page.getByText(/most of all features\.snr \(/)).toBeVisible();
  await expect(page.getByRole('row', { name: /^Kolmogorov–Smirnov D/ })).toBeVisible();
  await isAccessible(page);
  expect(requests).toEqual([]);
  expect(faults).toEqual([]);
});

test('the list of jobs is accessible and fits a phone', async ({ page }) => {
  await page.setViewportSize({ width: 320, height: 700 });
  await open(page, '/import', 'Import');
  const rows = log(Date.now()).filter(({ stage }) => stage === 'asr');
  const buffer = Buffer.from(rows.map((row) => JSON.stringify(row)).join('\n'));
  await page
    .getByLabel(/^Drop CSV/)
    .setInputFiles({ name: `${'long'.repeat(50)}.jsonl`, mimeType: 'application/jsonl', buffer });
  await expect(page.getByText(/most of all features\.snr \(/)).toBeVisible();

  await page.keyboard.press('J');

  const jobs = page.getByRole('dialog', { name: 'Jobs' });
  await expect(jobs.getByRole('listitem').first()).toBeVisible();
  await isAccessible(page);
  expect(await jobs.evaluate((box) => box.scrollWidth - box.clientWidth)).toBeLessThanOrEqual(0);
  expect(faults).toEqual([]);
});

test('another test is computed without another request', async ({ page }) => {
  await open(page, '/p/voice/s/asr/drift?live=0&from=-6h', /asr/);
  await expect(page.getByText(/metrics of asr drift/)).toBeVisible();
  const requests: string[] = [];
  page.on('request', (request) => {
    if (request.url().includes('/histograms')) requests.push(request.url());
  });

  for (const [label, name] of [
    ['PSI', /PSI/],
    ['Kolmogorov–Smirnov', /Kolmogorov/],
    ['Wasserstein', /Wasserstein/],
    ['Chi-square', /[Cc]hi-square/],
  ] as const) {
    await page.getByRole('combobox', { name: 'Test' }).selectOption({ label });
    await expect(page.getByText(/metrics of asr drift/)).toContainText(name);
  }

  expect(requests).toEqual([]);
});

test('Back undoes a change of range; the link opens the same view', async ({ page, context }) => {
  await open(page, '/p/voice/s/asr', /asr/);
  await page.goto(`${server.url}/p/voice/s/asr/drift?from=-3h&test=psi`);
  await page.getByRole('combobox', { name: 'Test' }).selectOption({ label: 'Wasserstein' });
  await expect(page).toHaveURL(/test=wasserstein/);

  const other = await context.newPage();
  await other.goto(page.url());
  await expect(other.getByRole('combobox', { name: 'Test' })).toHaveValue('wasserstein');
  await page.goBack();
  await expect(page.getByRole('combobox', { name: 'Test' })).toHaveValue('psi');
});

test('a server that is down is said, the data stay, and the page recovers by itself', async ({ page }) => {
  await open(page, '/p/voice', /voice/);
  await expect(page.getByText(/requests/i).first()).toBeVisible();
  await page.route('**/api/**', (route) => route.abort());

  await expect(page.getByText(/Showing data of/)).toBeVisible({ timeout: 30_000 });
  await expect(page.getByRole('heading', { level: 1, name: /voice/ })).toBeVisible();
  await page.unroute('**/api/**'); // and nobody presses "Retry now"

  await expect(page.getByText(/Showing data of/)).toBeHidden({ timeout: 30_000 });
});
