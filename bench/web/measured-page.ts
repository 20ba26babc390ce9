import type { Browser, CDPSession, Page } from 'playwright-core';

export type MeasuredPage = {
  page: Page;
  /** Main-thread CPU so far, milliseconds; what other processes do to the machine does not enter. */
  cpuMs: () => Promise<number>;
  heapBytes: () => Promise<number>;
  /** Elements and listeners alive. */
  counts: () => Promise<{ nodes: number; listeners: number }>;
  throttle: (rate: number) => Promise<void>;
  close: () => Promise<void>;
};

/** Frames and long tasks of a stretch of time, as the page itself sees them. */
export type FrameReport = {
  frames: number;
  longestGapMs: number;
  gapsOver34Ms: number;
  longTasksMs: number[];
};

export async function openMeasured(
  browser: Browser,
  url: string,
  { speed, startMs }: { speed: number; startMs: number },
): Promise<MeasuredPage> {
  const context = await browser.newContext({ viewport: { width: 1440, height: 1800 } });
  const page = await context.newPage();
  await page.addInitScript(prepare, { speed, startMs });
  const session = await context.newCDPSession(page);
  await session.send('Performance.enable', { timeDomain: 'threadTicks' });
  await page.goto(url);
  return {
    page,
    cpuMs: async () => ((await metrics(session)).get('TaskDuration') ?? 0) * 1000,
    async heapBytes() {
      // Twice: what the first leaves to finalisers the second takes.
      await session.send('HeapProfiler.collectGarbage');
      await session.send('HeapProfiler.collectGarbage');
      return (await metrics(session)).get('JSHeapUsedSize') ?? 0;
    },
    async counts() {
      const found = await metrics(session);
      return { nodes: found.get('Nodes') ?? 0, listeners: found.get('JSEventListeners') ?? 0 };
    },
    throttle: async (rate) => {
      await session.send('Emulation.setCPUThrottlingRate', { rate });
    },
    close: () => context.close(),
  };
}

/** Watches frames for so long. */
export function watchFrames(page: Page, seconds: number): Promise<FrameReport> {
  return page.evaluate(async (lengthMs) => {
    const longTasksMs: number[] = [];
    const observer = new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) longTasksMs.push(entry.duration);
    });
    observer.observe({ type: 'longtask' });
    const gaps: number[] = [];
    await new Promise<void>((resolve) => {
      let last = performance.now();
      const end = last + lengthMs;
      const tick = (now: number) => {
        gaps.push(now - last);
        last = now;
        if (now < end) requestAnimationFrame(tick);
        else resolve();
      };
      requestAnimationFrame(tick);
    });
    observer.disconnect();
    return {
      frames: gaps.length,
      longestGapMs: Math.max(...gaps),
      gapsOver34Ms: gaps.filter((gap) => gap > 34).length,
      longTasksMs,
    };
  }, seconds * 1000);
}

/** From the last byte of each delta to the frame that shows it in the last of its charts, milliseconds. */
export function pollsToPaint(page: Page): Promise<number[]> {
  return page.evaluate(() => (globalThis as unknown as { benchPaints: number[] }).benchPaints.splice(0));
}

async function metrics(session: CDPSession): Promise<Map<string, number>> {
  const { metrics } = await session.send('Performance.getMetrics');
  return new Map(metrics.map(({ name, value }) => [name, value]));
}

/** Runs in the page before its own code: the clock, the pace of the polls, and a watch on answers and canvases. */
function prepare({ speed, startMs }: { speed: number; startMs: number }): void {
  const bench = globalThis as unknown as { benchPollMs: number; benchPaints: number[]; benchAnswers: number };
  bench.benchPollMs = 1000 / speed;
  bench.benchPaints = [];
  bench.benchAnswers = 0;
  if (speed !== 1) {
    const realNow = Date.now.bind(Date);
    Date.now = () => startMs + (realNow() - startMs) * speed;
  }
  /** By group of metrics: when its delta came, and when the last of its charts was painted. */
  const waiting = new Map<string, { since: number; paintedMs?: number }>();
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries() as PerformanceResourceTiming[]) {
      if (!entry.name.includes('/series')) continue;
      bench.benchAnswers += 1;
    }
    performance.clearResourceTimings();
  }).observe({ type: 'resource' });

  Response.prototype.json = async function answer(this: Response) {
    const url = new URL(this.url);
    const text = await this.text();
    const group = url.pathname.endsWith('/series') ? url.searchParams.get('group') : null;
    if (group !== null) {
      const { paintedMs } = waiting.get(group) ?? {};
      if (paintedMs !== undefined) bench.benchPaints.push(paintedMs);
      waiting.set(group, { since: performance.now() });
    }
    return JSON.parse(text) as unknown;
  };
  let isInFrame = false;
  const ask = requestAnimationFrame.bind(globalThis);
  globalThis.requestAnimationFrame = (callback) =>
    ask((time) => {
      isInFrame = true;
      try {
        callback(time);
      } finally {
        isInFrame = false;
      }
    });
  const canvas = CanvasRenderingContext2D.prototype;
  const clear = Object.getOwnPropertyDescriptor(canvas, 'clearRect')?.value as typeof canvas.clearRect;
  canvas.clearRect = function clearAndWatch(...area) {
    clear.apply(this, area);
    const place = this.canvas.closest('[data-group], section');
    const group = place?.getAttribute('data-group') ?? place?.getAttribute('aria-labelledby')?.slice(6) ?? '';
    const delta = waiting.get(group);
    if (!delta) return;
    const afterPaint = () => {
      const { port1, port2 } = new MessageChannel();
      port1.addEventListener('message', () => (delta.paintedMs = performance.now() - delta.since));
      port1.start();
      port2.postMessage(undefined); // comes after the frame is painted
    };
    if (isInFrame) afterPaint();
    else ask(afterPaint);
  };
}
