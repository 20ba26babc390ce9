import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { loadavg } from 'node:os';
import { brotliCompressSync } from 'node:zlib';
import { chromium, type Browser, type Page } from 'playwright-core';
import { build } from 'vite';
import { findChromium } from '../../tools/chromium.ts';
import { denseAnswer, denseViews } from './dense-api.ts';
import { openMeasured, pollsToPaint, watchFrames, type MeasuredPage } from './measured-page.ts';
import { servePages } from './serve-pages.ts';
import { simulatedAnswer, stageUrl } from './simulated-api.ts';

/**
 * The goals of the screens, measured on the product's own stage page beside uPlot and an empty page in one run:
 *
 *     npm run bench:web                    about six minutes
 *     npm run bench:web -- 20 500          20 s a page, 500 updates of the long shift
 *     npm run bench:web -- 20 28800 shift  only that part, of view, updates, frames, dense, shift
 */
const seconds = Number(process.argv[2] ?? 60);
const shiftUpdates = Number(process.argv[3] ?? 2_880);
const parts = process.argv.slice(4);
const SHIFT_SPEED = 40;
const MOVES = 200;

const dist = resolve('dist/bench-web');
const contenders = { empty: '/bench/web/empty.html', uPlot: '/bench/web/uplot.html', stage: stageUrl };
type Contender = keyof typeof contenders;
const names = Object.keys(contenders) as Contender[];

await build({ configFile: resolve('bench/web/vite.config.ts'), logLevel: 'error' });
const found = findChromium();
if (!found) throw new Error('no Chromium: set CHROMIUM_PATH');
const browser = await chromium.launch({
  executablePath: found.path,
  env: { ...(process.env as Record<string, string>), ...found.env },
  args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--disable-background-networking'],
});
try {
  print(
    `load average at the start: ${loadavg()
      .map((load) => load.toFixed(1))
      .join(', ')}`,
  );
  for (const [name, measure] of Object.entries({
    view: firstView,
    updates,
    frames: framesAndMoves,
    dense,
    shift: longShift,
  })) {
    if (parts.length === 0 || parts.includes(name)) await measure(browser);
  }
  print(
    `load average at the end: ${loadavg()
      .map((load) => load.toFixed(1))
      .join(', ')}`,
  );
} finally {
  await browser.close();
}

/** Goal 8: what is loaded before the first chart, and with it. */
async function firstView(browser: Browser): Promise<void> {
  const server = await servePages(dist, simulatedAnswer, { speed: 1, startMs: Date.now() });
  for (const [what, path, ready] of [
    ['before the first chart', '/', 'h1'],
    ['with it', stageUrl, 'figure canvas'],
  ] as const) {
    const page = await browser.newPage();
    const loaded = new Set<string>();
    page.on('response', (response) => loaded.add(new URL(response.url()).pathname));
    await page.goto(server.url + path);
    await page.waitForSelector(ready);
    const sizes = (ending: string) =>
      [...loaded]
        .filter((file) => file.endsWith(ending) && !file.includes('worker'))
        .reduce((sum, file) => sum + brotliCompressSync(readFileSync(join(dist, file))).length, 0) / 1000;
    print(
      `goal 8, ${what}: ${sizes('.js').toFixed(1)} kB of JavaScript and ${sizes('.css').toFixed(1)} kB of CSS, brotli`,
    );
    await page.close();
  }
  server.close();
}

/**
 * Goal 1: a delta a second, in all pages at the same time, so that what else the machine does is the same to all. Nobody
 * asks for frames meanwhile: what a page costs is what it does by itself.
 */
async function updates(browser: Browser): Promise<void> {
  const server = await servePages(dist, simulatedAnswer, { speed: 1, startMs: Date.now() });
  const pages = await Promise.all(names.map((name) => openReady(browser, server.url, name, 1)));
  const read = () => Promise.all(pages.map(({ cpuMs }) => cpuMs()));
  const before = await read();
  await new Promise((resolve) => setTimeout(resolve, seconds * 1000));
  const after = await read();
  const perSecond = Object.fromEntries(
    names.map((name, at) => [name, ((after[at] ?? 0) - (before[at] ?? 0)) / seconds]),
  ) as Record<Contender, number>;
  for (const name of names) print(`${name}: ${perSecond[name].toFixed(1)} ms of main thread a second`);
  print(`goal 1, update: ${ratio(perSecond).toFixed(2)} x uPlot, net of the empty page (goal 1.5)`);
  await Promise.all(pages.map(({ close }) => close()));
  server.close();
}

/** Goals 2 to 4: frames while a delta comes each second, then the pointer over the charts, then four times slower. */
async function framesAndMoves(browser: Browser): Promise<void> {
  const server = await servePages(dist, simulatedAnswer, { speed: 1, startMs: Date.now() });
  const perMove = {} as Record<Contender, number>;
  for (const name of names) {
    const measured = await openReady(browser, server.url, name, 1);
    const { page, cpuMs, throttle } = measured;
    await pollsToPaint(page);
    const before = await cpuMs();
    const calm = await watchFrames(page, seconds);
    const perSecond = ((await cpuMs()) - before) / seconds;
    const paints = (await pollsToPaint(page)).sort((a, b) => a - b);
    perMove[name] = await cpuOfMoves(page, cpuMs, perSecond);
    await throttle(4);
    const slow = await watchFrames(page, seconds);
    const at = (share: number) => paints[Math.floor(share * (paints.length - 1))]?.toFixed(1) ?? '–';
    print(
      `${name}: ${perMove[name].toFixed(2)} ms of main thread a pointer move; ` +
        `poll to paint median ${at(0.5)} ms, p95 ${at(0.95)} ms (n ${paints.length})`,
    );
    print(`  ${frames('at full speed', calm)}\n  ${frames('4 x slower', slow)}`);
    await measured.close();
  }
  server.close();
  print(`goal 3, crosshair: ${ratio(perMove).toFixed(2)} x uPlot, net of the empty page (goal 2)`);
}

function ratio({ empty, uPlot, stage }: Record<Contender, number>): number {
  return (stage - empty) / (uPlot - empty);
}

/** The most that the screens are made for, scrolled up and down while they poll. */
async function dense(browser: Browser): Promise<void> {
  const server = await servePages(dist, denseAnswer, { speed: 1, startMs: Date.now() });
  for (const [what, path] of Object.entries(denseViews)) {
    const measured = await openMeasured(browser, server.url + path, { speed: 1, startMs: Date.now() });
    const { page, counts } = measured;
    await page.waitForSelector('h1');
    await page.waitForTimeout(6_000); // past the start-up
    const { nodes } = await counts();
    const [watched] = await Promise.all([watchFrames(page, seconds), scrollFor(page, seconds)]);
    print(`dense, ${what}: ${nodes} nodes\n  ${frames('scrolled', watched)}`);
    await measured.close();
  }
  server.close();
}

/** Turns the wheel over the middle of the page, a screen down and a screen up. */
async function scrollFor(page: Page, lengthSeconds: number): Promise<void> {
  await page.mouse.move(900, 500);
  const endMs = performance.now() + lengthSeconds * 1000;
  for (let turn = 0; performance.now() < endMs; turn += 1) {
    await page.mouse.wheel(0, turn % 20 < 10 ? 180 : -180);
    await page.waitForTimeout(50);
  }
}

function frames(
  when: string,
  { frames, longestGapMs, gapsOver34Ms, longTasksMs }: Awaited<ReturnType<typeof watchFrames>>,
) {
  const long =
    longTasksMs.length === 0
      ? 'none'
      : `${longTasksMs.length}, longest ${Math.max(...longTasksMs).toFixed(0)} ms`;
  return `${when}: ${frames} frames, longest gap ${longestGapMs.toFixed(0)} ms, ${gapsOver34Ms} gaps over 34 ms, tasks over 50 ms: ${long}`;
}

/** From chart to chart; the updates that fall into the time are taken off. */
async function cpuOfMoves(page: Page, cpuMs: () => Promise<number>, perSecond: number): Promise<number> {
  const boxes = await page.evaluate(() =>
    [...document.querySelectorAll('canvas')].map((canvas) => {
      const { left, top, width, height } = canvas.getBoundingClientRect();
      return { left, width, middle: top + height / 2 };
    }),
  );
  const places = boxes.length > 0 ? boxes.slice(0, 12) : [{ left: 100, width: 300, middle: 300 }];
  const before = await cpuMs();
  const startMs = performance.now();
  for (let move = 0; move < MOVES; move += 1) {
    const { left, width, middle } = places[Math.floor((move * places.length) / MOVES)] ?? {
      left: 0,
      width: 0,
      middle: 0,
    };
    await page.mouse.move(left + (((move * 13) % 100) / 100) * width, middle);
    await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(resolve)));
  }
  const tookSeconds = (performance.now() - startMs) / 1000;
  return ((await cpuMs()) - before - perSecond * tookSeconds) / MOVES;
}

/** Goal 14: a shift of updates played fast; what grows with them would fill a tab in a day. */
async function longShift(browser: Browser): Promise<void> {
  const server = await servePages(dist, simulatedAnswer, { speed: SHIFT_SPEED, startMs: Date.now() });
  const measured = await openReady(browser, server.url, 'stage', SHIFT_SPEED);
  const answers = () =>
    measured.page.evaluate(() => (globalThis as unknown as { benchAnswers: number }).benchAnswers / 3);
  const until = (count: number) =>
    measured.page.waitForFunction(
      (wanted) => (globalThis as unknown as { benchAnswers: number }).benchAnswers / 3 >= wanted,
      count,
      { timeout: 0, polling: 500 },
    );
  await until(500);
  const early = { heap: await measured.heapBytes(), ...(await measured.counts()) };
  await until(shiftUpdates);
  const late = { heap: await measured.heapBytes(), ...(await measured.counts()) };
  print(
    `goal 14, after ${Math.round(await answers())} updates: heap ${(late.heap / 1e6).toFixed(1)} MB, ` +
      `${(late.heap / early.heap).toFixed(3)} x that after 500 (goal 1.15); ` +
      `nodes ${early.nodes} to ${late.nodes}, listeners ${early.listeners} to ${late.listeners}`,
  );
  await measured.close();
  server.close();
}

async function openReady(
  browser: Browser,
  url: string,
  name: Contender,
  speed: number,
): Promise<MeasuredPage> {
  const measured = await openMeasured(browser, url + contenders[name], { speed, startMs: Date.now() });
  if (name !== 'empty')
    await measured.page.waitForFunction(() => document.querySelectorAll('canvas').length >= 12);
  await measured.page.waitForTimeout(3_000); // past the start-up
  return measured;
}

function print(text: string): void {
  process.stdout.write(`${text}\n`);
}
