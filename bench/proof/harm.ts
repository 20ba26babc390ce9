import { scoreBins } from '#stats/drift-score.ts';
import { verdictOf } from '#stats/drift-verdict.ts';
import { type Estimate, type NoEstimate } from '#stats/estimate.ts';
import { estimateRecord } from '#stats/quality/estimate-record.ts';
import { expectedChangeTogether } from '#stats/quality/expected-change-together.ts';
import { type Harm, harmOf } from '#stats/quality/harm.ts';
import { qualityDecomposition } from '#stats/quality/quality-decomposition.ts';
import { meanEstimate } from '#stats/quality/intervals.ts';
import { scoreBin, scoreEdges } from '#stats/quality/score-bins.ts';
import type { Column } from './columns.ts';
import { percent, signed, table } from './markdown.ts';
import type { LabelledSet } from './public-data.ts';
import { binnerOf, evidently, nannyml } from './rules.ts';

/** The monitored rows come in ten chunks; a check is one chunk, one false alarm is allowed in a hundred. */
const chunkCount = 10;
const level = 0.01;
/** Rows of a side that the two models of the joint estimate are fitted to. */
const mostRows = 2500;

type Judged = {
  evidently: number;
  nannyml: number;
  ours: number;
  largestEffect: number;
  expected: Estimate | NoEstimate;
  realised: Estimate;
};

export type SetReport = { set: LabelledSet; reference: number; chunks: Judged[] };

export function reportOf(set: LabelledSet): SetReport {
  const { before, quality } = set;
  const features = [...set.features.values()].map((column) => prepared(column, before));
  const columns = [...features.map(({ column }) => column), { kind: 'numeric' as const, values: set.score }];
  const chunkRows = Math.floor((quality.length - before) / chunkCount);
  const chunks = Array.from({ length: chunkCount }, (_, i) => {
    const [from, to] = [before + i * chunkRows, before + (i + 1) * chunkRows];
    const scores = features.map(({ binned, count, column }) =>
      scoreBins('jensenShannon', binned, count(column.values.subarray(from, to))),
    );
    const windows = features.map(({ column }) => column.values.subarray(from, to));
    return {
      evidently: features.filter(({ theirs }, at) => theirs(windows[at] as Float64Array)).length,
      nannyml: features.filter(({ others }, at) => others(windows[at] as Float64Array)).length,
      ours: verdictOf(scores, { level }).filter(({ verdict }) => verdict !== 'none').length,
      largestEffect: Math.max(...scores.map((score) => (score.status === 'ok' ? score.effect : 0))),
      expected: expectedOf(columns, quality, before, from, to),
      realised: changeOf(quality.subarray(0, before), quality.subarray(from, to)),
    };
  });
  const reference = quality.subarray(0, before).reduce((sum, value) => sum + value, 0) / before;
  return { set, reference, chunks };
}

function prepared(column: Column, before: number) {
  const reference: Column = { kind: column.kind, values: column.values.subarray(0, before) };
  return {
    column,
    ...binnerOf(reference),
    theirs: evidently.fit(reference, before / 10),
    others: nannyml.fit(reference, Math.floor(before / 10)),
  };
}

function expectedOf(
  columns: readonly Column[],
  quality: Float64Array,
  before: number,
  from: number,
  to: number,
): Estimate | NoEstimate {
  const old = everyNth(0, before);
  const now = everyNth(from, to);
  const features = columns.map((column, at) => {
    const isScore = at === columns.length - 1;
    const binOf = binning(column, old, isScore ? 10 : 5);
    return { bins: binOf.bins, reference: old.map(binOf.of), current: now.map(binOf.of) };
  });
  const found = expectedChangeTogether(
    features,
    old.map((row) => quality[row] as number),
  );
  return found.status === 'ok' ? found.change : found;
}

/** Five quantile bins of numbers, or the four most frequent categories and the rest; missing values in the last. */
function binning(
  { kind, values }: Column,
  rows: readonly number[],
  most: number,
): { bins: number; of: (row: number) => number } {
  const known = rows.map((row) => values[row] as number).filter(Number.isFinite);
  if (kind === 'numeric') {
    const edges = scoreEdges(known, most);
    const missing = edges.length + 1;
    return {
      bins: missing + 1,
      of: (row) => (Number.isFinite(values[row]) ? scoreBin(edges, values[row] as number) : missing),
    };
  }
  const counts = new Map<number, number>();
  for (const value of known) counts.set(value, (counts.get(value) ?? 0) + 1);
  const top = [...counts].toSorted((a, b) => b[1] - a[1]).slice(0, most - 1);
  const positions = new Map(top.map(([value], i) => [value, i]));
  return { bins: top.length + 1, of: (row) => positions.get(values[row] as number) ?? top.length };
}

function everyNth(from: number, to: number): number[] {
  const step = Math.max(1, Math.ceil((to - from) / mostRows));
  return Array.from({ length: Math.ceil((to - from) / step) }, (_, i) => from + i * step);
}

/** Difference of two means with its 95 % interval. */
function changeOf(before: Float64Array, after: Float64Array): Estimate {
  const [old, now] = [meanEstimate(before, 0.95), meanEstimate(after, 0.95)];
  if (old.status !== 'ok' || now.status !== 'ok') throw new Error('a side without rows');
  const value = now.value - old.value;
  const half = Math.hypot(old.upper - old.value, now.upper - now.value);
  return { status: 'ok', value, lower: value - half, upper: value + half };
}

export function verdictTable(reports: readonly SetReport[]): string {
  const rows = reports.map(({ set, reference, chunks }) => {
    const [early, late] = [chunks.slice(0, 5), chunks.slice(5)];
    const columns = set.features.size;
    const flags = (of: (chunk: Judged) => number): string =>
      [early, late]
        .map((part) => (part.reduce((sum, chunk) => sum + of(chunk), 0) / 5).toFixed(1))
        .join(' → ');
    const harms = harmsOf(
      set,
      late.map(({ realised }) => realised),
    );
    const foretold = late.map(({ expected }) =>
      expected.status === 'ok' ? harmOf(expected, set.tolerance) : 'abstains',
    );
    return [
      set.name,
      String(columns),
      flags(({ evidently }) => evidently),
      flags(({ nannyml }) => nannyml),
      flags(({ ours }) => ours),
      Math.max(...chunks.map(({ largestEffect }) => largestEffect)).toFixed(2),
      `${qualityText(set, reference)} → ${qualityText(set, reference + meanOf(late.map(({ realised }) => realised.value)))}`,
      mostFrequent(foretold),
      mostFrequent(harms),
    ];
  });
  return table(
    [
      'data set',
      'columns',
      'drifting, Evidently',
      'drifting, NannyML',
      'drifting, Anchorwatch',
      'largest JS',
      'quality before → second half',
      'foretold without labels',
      'what the labels said',
    ],
    rows,
  );
}

export function recordTable(reports: readonly SetReport[]): string {
  const rows = reports.map(({ set, chunks }) => {
    const record = estimateRecord(
      chunks.map(({ expected, realised }) => ({ estimated: expected, realised })),
    );
    if (record.status !== 'ok') return [set.name, ...Array.from({ length: 7 }, () => '–')];
    const digits = set.measure === 'accuracy' ? 3 : 0;
    const { bias, coverage } = record;
    const isJudged = record.judged > 0;
    return [
      set.name,
      String(record.judged),
      percent(record.abstentionShare),
      bias.status === 'ok' && isJudged
        ? `${signed(bias.value, digits)} (${signed(bias.lower, digits)} to ${signed(bias.upper, digits)})`
        : '–',
      isJudged ? record.meanAbsoluteError.toFixed(digits) : '–',
      isJudged ? meanOf(chunks.map(({ realised }) => Math.abs(realised.value))).toFixed(digits) : '–',
      coverage.status === 'ok' ? percent(coverage.value) : '–',
    ];
  });
  return table(
    [
      'data set',
      'chunks judged',
      'abstained',
      'bias (95 %)',
      'mean error',
      'mean error of "no change"',
      'interval held',
    ],
    rows,
  );
}

export function decompositionTable(reports: readonly SetReport[]): string {
  const rows = reports.map(({ set }) => {
    const { before, score, quality } = set;
    const late = before + Math.floor((quality.length - before) / 2);
    const found = qualityDecomposition(
      score.subarray(0, before),
      quality.subarray(0, before),
      score.subarray(late),
      quality.subarray(late),
      { resamples: 100 },
    );
    if (found.status !== 'ok') return [set.name, '–', '–', '–'];
    const digits = set.measure === 'accuracy' ? 3 : 0;
    const text = ({ value, lower, upper }: Estimate): string =>
      `${signed(value, digits)} (${signed(lower, digits)} to ${signed(upper, digits)})`;
    return [set.name, text(found.change), text(found.dataDrift), text(found.conceptDrift)];
  });
  return table(
    ['data set', 'change of quality', 'by moved scores', 'by another relation (concept drift)'],
    rows,
  );
}

function harmsOf({ tolerance }: LabelledSet, realised: readonly Estimate[]): Harm[] {
  return realised.map((change) => harmOf(change, tolerance));
}

function mostFrequent(words: readonly string[]): string {
  const counts = new Map<string, number>();
  for (const word of words) counts.set(word, (counts.get(word) ?? 0) + 1);
  return [...counts]
    .toSorted((a, b) => b[1] - a[1])
    .map(([word, count]) => `${word} ${count}/${words.length}`)
    .join(', ');
}

function qualityText({ measure }: LabelledSet, value: number): string {
  return measure === 'accuracy' ? value.toFixed(3) : `error ${(-value).toFixed(0)}`;
}

function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
