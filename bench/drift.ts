import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';
import { encodeColumns } from '#contract/columns.ts';
import { mulberry32, normal } from '#stats/random.ts';
import { type BenchPage, openBenchPage } from './bench-page.ts';
import { median } from './median.ts';

/**
 * Jensen-Shannon, PSI, Kolmogorov-Smirnov and Wasserstein of many features on rows: the product's worker pool (two
 * workers) in Chromium beside SciPy as shipped and NumPy by hand, on the same values, in turns, with the statistics
 * compared. Then how the time grows with the rows. Run with `npm run bench:drift [-- --features 100 --rows 100000 --rounds 5]`;
 * the peers need a `python3` with scipy and are left out without one.
 */
const { values: options } = parseArgs({
  options: {
    features: { type: 'string', default: '100' },
    rows: { type: 'string', default: '100000' },
    rounds: { type: 'string', default: '5' },
  },
});
const [features, rows, rounds] = [Number(options.features), Number(options.rows), Number(options.rounds)];
const workers = 2;

type Run = { wallMs: number; cpuMs: number; scores: number[][] };
type Contender = { name: string; run: () => Promise<Run>; runs: Run[] };

const pairs = drawPairs();
const columns = Object.fromEntries(
  pairs.flatMap(({ reference, current }, i) => [
    [`reference.${i}`, reference],
    [`current.${i}`, current],
  ]),
);
const page = await openBenchPage({ '/rows': encodeColumns({}, columns) });
if (!page) throw new Error('no Chromium: set CHROMIUM_PATH');
await page.run('load', '/rows');
const peers = startPeers();

const contenders: Contender[] = [
  // the pool is opened in a cold run, which also keeps the references for the warm one after it
  { name: 'Anchorwatch, nothing sorted before', run: () => inPage(page, false), runs: [] },
  { name: 'Anchorwatch, reference kept sorted', run: () => inPage(page, true), runs: [] },
  ...(peers
    ? [
        { name: 'NumPy by hand, each side sorted once', run: () => peers.ask('numpy'), runs: [] },
        { name: 'NumPy by hand, reference kept sorted', run: () => peers.ask('numpyKept'), runs: [] },
        { name: 'SciPy as shipped', run: () => peers.ask('scipy'), runs: [] },
      ]
    : []),
];
await page.run('open', workers);
await inPage(page, false); // starts the workers
for (let round = 0; round < rounds; round++) {
  for (const { run, runs } of contenders) runs.push(await run());
}
report();
await reportGrowth(page);
await page.close();
peers?.stop();

async function inPage(bench: BenchPage, warm: boolean): Promise<Run> {
  await bench.run('prepare', { warm });
  const before = await bench.cpuMs();
  const result = await bench.run('compare');
  return { ...result, cpuMs: (await bench.cpuMs()) - before };
}

function report(): void {
  console.log(
    `${features} features, ${rows} reference and ${rows} current rows each, medians of ${rounds} rounds in turns`,
  );
  for (const { name, runs } of contenders) {
    const [wall, cpu] = [median(runs.map(({ wallMs }) => wallMs)), median(runs.map(({ cpuMs }) => cpuMs))];
    console.log(
      `${name.padEnd(38)} ${wall.toFixed(0).padStart(7)} ms wall ${cpu.toFixed(0).padStart(7)} ms CPU`,
    );
  }
  const [cold, warm, numpy, numpyKept, scipy] = contenders;
  if (!cold || !warm || !numpy || !numpyKept || !scipy) return;
  console.log('\nratios in each round, then the median');
  printRatio('SciPy as shipped / ours, nothing sorted before', scipy, cold, 20);
  printRatio('SciPy as shipped / ours, reference kept', scipy, warm, 20);
  printRatio('NumPy by hand / ours, nothing sorted before', numpy, cold, 3);
  printRatio('NumPy by hand, reference kept / ours, reference kept', numpyKept, warm, 3);
  const worst = [scipy, numpy].map((peer) =>
    Math.max(largestDifference(peer, cold), largestDifference(peer, warm)),
  );
  console.log(
    `\nlargest difference of a statistic: ${worst.map((value) => value.toExponential(1)).join(', ')} (SciPy, NumPy)`,
  );
  if (Math.max(...worst) > 1e-9) throw new Error('the statistics differ by more than 1e-9');
}

function printRatio(name: string, peer: Contender, own: Contender, goal: number): void {
  const ratios = peer.runs.map(({ wallMs }, round) => wallMs / (own.runs[round]?.wallMs ?? Number.NaN));
  const cpu = median(peer.runs.map(({ cpuMs }) => cpuMs)) / median(own.runs.map(({ cpuMs }) => cpuMs));
  const all = ratios.map((ratio) => ratio.toFixed(1)).join(' ');
  console.log(
    `${name.padEnd(52)} ${all} → ${median(ratios).toFixed(1)} × (goal ${goal} ×; by CPU time ${cpu.toFixed(1)} ×)`,
  );
}

function largestDifference(a: Contender, b: Contender): number {
  const [first, second] = [a.runs[0]?.scores ?? [], b.runs[0]?.scores ?? []];
  return Math.max(
    ...first.flatMap((scores, feature) =>
      scores.map((score, i) => Math.abs(score - (second[feature]?.[i] ?? Number.NaN))),
    ),
  );
}

async function reportGrowth(bench: BenchPage): Promise<void> {
  console.log('\ngrowth, nothing sorted before: least and median, in ms a million rows of each side');
  const known = new Map<string, { least: number; middle: number }>();
  for (const size of [100_000, 10_000, 30_000, 300_000, 1_000_000]) {
    const count = Math.min(100, 4_000_000 / size); // enough for the clock of CPU time, which has steps of 10 ms
    await bench.run('draw', count, size);
    await bench.run('open', workers);
    const runs: Run[] = [];
    for (let round = -2; round < 3 * rounds; round++) {
      const run = await inPage(bench, false);
      if (round >= 0) runs.push(run); // the first ones start the workers and compile
    }
    const found = (['wallMs', 'cpuMs'] as const).map((kind) => {
      const times = runs.map((run) => (run[kind] / count / size) * 1e6);
      const own = { least: Math.min(...times), middle: median(times) };
      if (!known.has(kind)) known.set(kind, own);
      const base = known.get(kind) ?? own;
      const growth = `${(own.least / base.least).toFixed(2)} and ${(own.middle / base.middle).toFixed(2)} ×`;
      return `${kind === 'wallMs' ? 'wall' : 'CPU'} ${own.least.toFixed(1)} and ${own.middle.toFixed(1)} (${growth} those of 100 000)`;
    });
    console.log(`${String(size).padStart(8)}: ${found.join(', ')}`);
  }
}

/** Bell-shaped, heavy-tailed and in a narrow band, in turn, with shifts from none to half a deviation. */
function drawPairs(): { reference: Float64Array; current: Float64Array }[] {
  const draw = mulberry32(14);
  const kinds = [(z: number) => z, (z: number) => Math.exp(z), (z: number) => 1000 + z / 10];
  return Array.from({ length: features }, (_, i) => {
    const valueOf = kinds[i % kinds.length] as (z: number) => number;
    const side = (shift: number) => Float64Array.from({ length: rows }, () => valueOf(normal(draw) + shift));
    return { reference: side(0), current: side((0.5 * (i % 7)) / 6) };
  });
}

function startPeers(): { ask: (name: string) => Promise<Run>; stop: () => void } | undefined {
  const versions = spawnSync(
    'python3',
    ['-c', 'import numpy, scipy; print(numpy.__version__, scipy.__version__)'],
    {
      encoding: 'utf8',
    },
  );
  if (versions.status !== 0) {
    console.log('no python3 with numpy and scipy: the peers are LEFT OUT (pip install numpy scipy)');
    return undefined;
  }
  const [numpy, scipy] = versions.stdout.trim().split(' ');
  console.log(`peers: NumPy ${numpy}, SciPy ${scipy}, one process`);

  const folder = mkdtempSync(join(tmpdir(), 'anchorwatch-bench-'));
  const file = join(folder, 'rows.f64');
  const all = new Float64Array(2 * features * rows);
  pairs.forEach(({ reference, current }, i) => {
    all.set(reference, 2 * i * rows);
    all.set(current, (2 * i + 1) * rows);
  });
  writeFileSync(file, all);
  const script = join(import.meta.dirname, 'drift-peers.py');
  const child = spawn('python3', [script, file, String(features), String(rows)], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const lines = createInterface(child.stdout)[Symbol.asyncIterator]();
  return {
    async ask(name) {
      child.stdin.write(`${name}\n`);
      const { value } = (await lines.next()) as { value: string | undefined };
      if (value === undefined) throw new Error('the peers ended early');
      return JSON.parse(value) as Run;
    },
    stop() {
      child.stdin.end();
      rmSync(folder, { recursive: true });
    },
  };
}
