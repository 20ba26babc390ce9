import { chromium } from 'playwright-core';
import { dataFolder, startServer } from '#test/e2e/real-server.ts';
import { findChromium } from '../tools/chromium.ts';

/**
 * Main-thread tasks while a drift map of 100 metrics × 60 slices is computed: opens it on the real server, then
 * goes through the tests. Prints the longest task and the number over 50 ms of each step, beside those of the same
 * page at rest. Build the page first (`npm run build`); run with `npm run bench:tasks`.
 */
const METRICS = 100;
const SLICES = 60;
const ROWS_PER_SLICE = 40;
const SLICE_MS = 10 * 60_000;
const METHODS = ['psi', 'ks', 'wasserstein', 'chiSquare', 'jensenShannon'];

const folder = dataFolder();
const server = await startServer(folder.path);
const start = Math.floor(Date.now() / SLICE_MS) * SLICE_MS - SLICES * SLICE_MS;
for (let slice = 0; slice < SLICES; slice++) {
  const records = Array.from({ length: ROWS_PER_SLICE }, (_, row) => ({
    pipeline: 'wide',
    stage: 'model',
    time: new Date(start + slice * SLICE_MS + row * 1_000).toISOString(),
    features: Object.fromEntries(
      Array.from({ length: METRICS }, (__, metric) => [
        `f${metric}`,
        Math.sin(row * 7 + metric + slice * 13) * (metric + 1),
      ]),
    ),
  }));
  const response = await server.post('/predictions', records);
  if (!response.ok) throw new Error(await response.text());
}

const found = findChromium();
if (!found) throw new Error('no Chromium: set CHROMIUM_PATH');
const browser = await chromium.launch({
  executablePath: found.path,
  env: { ...(process.env as Record<string, string>), ...found.env },
  args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--disable-background-networking'],
});
const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
await page.addInitScript(() => {
  const durations: number[] = [];
  Object.assign(globalThis, { longTasks: durations });
  new PerformanceObserver((list) =>
    durations.push(...list.getEntries().map(({ duration }) => duration)),
  ).observe({
    type: 'longtask',
    buffered: true,
  });
});

const range = `from=${new Date(start).toISOString()}&to=${new Date(start + SLICES * SLICE_MS).toISOString()}`;
const address = (method: string) => `${server.url}/p/wide/s/model/drift?${range}&test=${method}`;
await page.goto(address('jensenShannon'));
await page.getByRole('grid').first().waitFor();
await report('open');
for (const method of METHODS) {
  await page.getByRole('combobox', { name: /test/i }).selectOption(method);
  await page.waitForFunction(
    (name) => new URLSearchParams(location.search).get('test') === name || name === 'jensenShannon',
    method,
  );
  await page.evaluate(() => new Promise((resolve) => requestIdleCallback(resolve)));
  await report(method);
}
await page.evaluate(() => new Promise((resolve) => setTimeout(resolve, 3_000)));
await report('at rest, 3 s');

await browser.close();
await server.kill('SIGTERM');
folder.remove();

/** Long tasks (over 50 ms, as browsers report them) since the last call. */
async function report(step: string): Promise<void> {
  const durations = await page.evaluate(() =>
    (globalThis as unknown as { longTasks: number[] }).longTasks.splice(0),
  );
  const longest = durations.length > 0 ? `${Math.max(...durations)} ms` : 'none over 50 ms';
  console.log(`${step.padEnd(16)} ${String(durations.length).padStart(3)} long tasks, longest ${longest}`);
}
