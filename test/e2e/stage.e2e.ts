import { expect, test, type Page } from '@playwright/test';
import { dataFolder, startServer, type RealServer } from './real-server.ts';

const MINUTE = 60_000;

let server: RealServer;
const folder = dataFolder();

test.beforeAll(async () => {
  server = await startServer(folder.path);
  const nowMs = Date.now();
  const rows = Array.from({ length: 360 }, (_, minute) => ({
    pipeline: 'voice',
    stage: 'asr',
    time: new Date(nowMs - (360 - minute) * MINUTE).toISOString(),
    requestId: `r-${minute}`,
    latencyMs: 50 + (minute % 17),
    features: { snr: 20 + (minute % 5), volume: minute % 7 },
    prediction: minute % 2 === 0 ? 'yes' : 'no',
    confidence: 0.9,
  }));
  expect((await server.post('/predictions', rows)).status).toBe(200);
});
test.afterAll(async () => {
  await server.kill('SIGTERM');
  folder.remove();
});

async function open(page: Page): Promise<void> {
  await page.goto(`${server.url}/p/voice/s/asr?from=-6h`);
  await expect(latency(page)).toBeVisible();
  await expect(page.getByRole('region', { name: 'Figures of the range' })).toBeVisible();
  await expect(page.getByText(/Nothing abnormal|In this range/)).toBeVisible();
}

function latency(page: Page) {
  return page.getByRole('figure', { name: 'Latency', exact: true }).locator('canvas');
}

test('dragging over a chart zooms the page, and one step back undoes it', async ({ page }) => {
  await open(page);
  const box = await latency(page).boundingBox();
  if (!box) throw new Error('the chart has no box');
  const y = box.y + box.height / 2;

  await page.mouse.move(box.x + box.width * 0.25, y);
  await page.mouse.down();
  await page.mouse.move(box.x + box.width * 0.75, y, { steps: 5 });
  expect(new URL(page.url()).searchParams.get('from')).toBe('-6h');
  await page.mouse.up();

  await expect(page).toHaveURL(/from=\d{4}-/);
  const { searchParams } = new URL(page.url());
  const lengthMs = Date.parse(searchParams.get('to') ?? '') - Date.parse(searchParams.get('from') ?? '');
  expect(lengthMs).toBeGreaterThan(150 * MINUTE);
  expect(lengthMs).toBeLessThan(220 * MINUTE);
  await page.goBack();
  await expect(page).toHaveURL(/from=-6h$/);
});

test('a group off the screen asks for nothing until it comes near', async ({ page }) => {
  await page.setViewportSize({ width: 360, height: 500 });
  const asked: string[] = [];
  page.on('request', (request) => {
    const url = new URL(request.url());
    if (url.pathname.endsWith('/series')) asked.push(url.searchParams.get('group') ?? '');
  });
  await open(page);
  expect(asked).not.toContain('output');

  const answer = page.waitForResponse((response) => response.url().includes('group=output'));
  await page.getByRole('heading', { name: 'output' }).scrollIntoViewIfNeeded();
  await answer;
});

test('polls bring only what is new, and move nothing under the pointer', async ({ page }) => {
  await open(page);
  const isPoll = (url: string) => url.includes('/series') && url.includes('since=');
  await latency(page).hover({ force: true });
  const tooltip = page.getByText(/^p95$/).last();
  await expect(tooltip).toBeVisible();
  await page.evaluate(() => {
    const page = globalThis as unknown as { shifted: number };
    page.shifted = 0;
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries())
        page.shifted += (entry as PerformanceEntry & { value: number }).value;
    }).observe({ type: 'layout-shift' });
  });

  for (let poll = 0; poll < 2; poll += 1) {
    const response = await page.waitForResponse((found) => isPoll(found.url()), { timeout: 15_000 });
    const { slotsMs } = (await response.json()) as { slotsMs: number[] };
    expect(slotsMs.length).toBeLessThan(3);
  }

  await expect(tooltip).toBeVisible();
  expect(await page.evaluate(() => (globalThis as unknown as { shifted: number }).shifted)).toBeLessThan(
    0.001,
  );
});
