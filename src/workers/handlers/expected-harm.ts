import { binCount } from '#stats/bins.ts';
import { noEstimate } from '#stats/estimate.ts';
import { expectedChange, type QualityByBin } from '#stats/quality/expected-change.ts';
import type { ExpectedHarm, Harm } from '../tasks/frame-tasks.ts';
import type { TaskContext, TaskInput, TaskResult } from '../protocol.ts';
import { answersOf } from '../quality/answers.ts';
import { errorsOfRows } from '../quality/errors-of-rows.ts';
import { judgedRows } from '../quality/judged-rows.ts';
import { codedAlike, fetchLabelledData } from '../quality/labelled-data.ts';
import type { Counts, CountsCache } from './counts.ts';
import { spanSample } from './counts.ts';
import { binsOf, toBins } from './frame-bins.ts';
import { fetchFrame, type LoadedFrame } from './frame.ts';

/** In the bins of each metric's score, its missing values in one of their own. */
export async function expectedHarm(
  cache: CountsCache,
  { url, frameUrl, labelledUrl, windows }: TaskInput<'expectedHarm'>,
  context: TaskContext,
): Promise<TaskResult<'expectedHarm'>> {
  const { signal, onProgress, breathe } = context;
  onProgress({ doing: 'fetching' });
  const [counts, frame, labelled] = await Promise.all([
    cache.get(url, context),
    fetchFrame(frameUrl, signal),
    fetchLabelledData(labelledUrl, signal),
  ]);
  const parts = codedAlike([labelled]);
  const kind = answersOf(parts);
  const [data] = parts;
  if (!data || data.labels.every(Number.isNaN)) return unavailable('no-labels');
  if (kind.kind === 'unknown') return unavailable('unknown-answers');

  const { timesMs, errors } = judgedRows(data, kind);
  const errorOf = errorsOfRows(frame.timesMs, timesMs, errors);
  const found = errorOf.reduce((rows, error) => rows + (Number.isNaN(error) ? 0 : 1), 0);
  if (found === 0) return unavailable('no-labels');

  const harms: ({ metric: string } & Harm)[] = [];
  for (const window of windows) {
    harms.push({ metric: window.metric, ...harmOf(counts, frame, errorOf, window) });
    if (await breathe()) onProgress({ doing: 'scoring', share: harms.length / windows.length });
  }
  const error = kind.kind === 'regression' ? 'distance' : 'share';
  return { output: { status: 'ok', labelled: found, error, harms }, transfer: [] };
}

function unavailable(reason: 'no-labels' | 'unknown-answers'): TaskResult<'expectedHarm'> {
  const output: ExpectedHarm = { status: 'unavailable', reason };
  return { output, transfer: [] };
}

function harmOf(
  { header, slotsMs, metrics }: Counts,
  frame: LoadedFrame,
  errorOf: Float64Array,
  { metric, fromMs, toMs }: { metric: string; fromMs: number; toMs: number },
): Harm {
  const index = header.metrics.findIndex((candidate) => candidate.metric === metric);
  const [described, counts] = [header.metrics[index], metrics[index]];
  const column = frame.columns.find((candidate) => candidate.metric === metric);
  if (!described || !counts || !column) return noEstimate('no-rows');
  if (column.kind !== described.kind) return noEstimate('no-rows');

  const binCountOf = binCount(toBins(described.bins));
  const reference = errorsByBin(binsOf(column, described.bins), errorOf, binCountOf + 1);
  const first = slotsMs.findIndex((startMs) => startMs >= fromMs);
  const end = slotsMs.findIndex((startMs) => startMs >= toMs);
  const sample = spanSample(counts, first < 0 ? slotsMs.length : first, end < 0 ? slotsMs.length : end);
  const result = expectedChange(reference, [...sample.counts, sample.missing]);
  if (result.status === 'unavailable') return result;
  const { value, lower, upper } = result.change;
  return { status: 'ok', value, low: lower, high: upper };
}

function errorsByBin(bins: Int32Array, errors: Float64Array, size: number): QualityByBin {
  const rows = new Float64Array(size);
  const sums = new Float64Array(size);
  const squares = new Float64Array(size);
  for (const [row, bin] of bins.entries()) {
    const error = errors[row] as number;
    if (Number.isNaN(error)) continue;
    rows[bin]! += 1;
    sums[bin]! += error;
    squares[bin]! += error * error;
  }
  return { rows, sums, squares };
}
