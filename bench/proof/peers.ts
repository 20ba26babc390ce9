import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { evidentlyDefault } from '#stats/compat/evidently-default.ts';
import { nannyMlDefault } from '#stats/compat/nannyml-default.ts';
import { mulberry32 } from '#stats/random.ts';
import { sampleOf } from '#stats/sample.ts';
import { categorySource, heavySource, normalSource, type Source, zeroInflatedSource } from './columns.ts';
import { chunksOf } from './rules.ts';

type Case = { kind: Source['kind']; reference: number[]; windows: number[][] };
type Answer = {
  evidently: [test: string, score: number, isDrift: boolean][];
  nannyml: [score: number, isAlert: boolean][];
  threshold: number;
};

/** Prints the largest difference of scores and the number of different verdicts; answers the exit code. */
export function comparePeers(): number {
  const sources = [
    normalSource(),
    heavySource(),
    zeroInflatedSource(),
    categorySource(2),
    categorySource(10),
    categorySource(200),
  ];
  const draw = mulberry32(1234);
  const cases: Case[] = sources.flatMap((source) =>
    [900, 5000].map((rows) => ({
      kind: source.kind,
      reference: [...source.draw(rows, draw)],
      windows: [90, 500].map((size) => [...source.draw(size, draw)]),
    })),
  );
  const python = process.env['PYTHON'] ?? 'python3';
  const script = fileURLToPath(new URL('peers.py', import.meta.url));
  const run = spawnSync(python, [script], {
    input: JSON.stringify(cases),
    encoding: 'utf8',
    maxBuffer: 2 ** 28,
  });
  if (run.status !== 0) {
    console.error(
      `${python} could not compare: ${run.error?.message ?? run.stderr.trim().split('\n').at(-1)}`,
    );
    console.error(
      'It needs evidently and nannyml (pip install evidently nannyml "pandas<3"); name another one in PYTHON.',
    );
    return 1;
  }
  const { versions, answers } = JSON.parse(run.stdout) as { versions: string; answers: Answer[] };
  const worst = { evidently: 0, nannyml: 0, verdicts: 0, compared: 0 };
  for (const [i, answer] of answers.entries()) compareCase(cases[i] as Case, answer, worst);
  console.log(`${versions}: ${worst.compared} windows compared`);
  console.log(
    `largest difference of scores: Evidently ${worst.evidently.toExponential(1)}, NannyML ${worst.nannyml.toExponential(1)}`,
  );
  console.log(`different verdicts or tests: ${worst.verdicts}`);
  return worst.verdicts === 0 && worst.evidently < 1e-9 && worst.nannyml < 1e-6 ? 0 : 1;
}

function compareCase(
  { kind, reference, windows }: Case,
  answer: Answer,
  worst: { evidently: number; nannyml: number; verdicts: number; compared: number },
): void {
  const before = sampleOf(reference);
  const chunks = chunksOf(Float64Array.from(reference), reference.length / 10).map((values) =>
    sampleOf(values),
  );
  const rule = nannyMlDefault(before, chunks, kind);
  worst.nannyml = Math.max(worst.nannyml, Math.abs(rule.threshold - answer.threshold));
  for (const [w, window] of windows.entries()) {
    const now = sampleOf(window);
    const ours = evidentlyDefault(before, now, kind);
    const [test, score, isDrift] = answer.evidently[w] as [string, number, boolean];
    const [distance, isAlert] = answer.nannyml[w] as [number, boolean];
    worst.compared += 1;
    worst.evidently = Math.max(worst.evidently, Math.abs(ours.score - score));
    worst.nannyml = Math.max(worst.nannyml, Math.abs(rule.scoreOf(now) - distance));
    if (test !== ours.test || ours.isDrift !== isDrift || rule.isAlert(now) !== isAlert) worst.verdicts += 1;
  }
}
