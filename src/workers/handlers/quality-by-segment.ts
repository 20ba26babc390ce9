import { benjaminiHochberg } from '#stats/benjamini-hochberg.ts';
import { meanChange, type SampleSums } from '#stats/quality/mean-change.ts';
import type { QualityBySegment, SegmentQuality } from '../tasks/frame-tasks.ts';
import type { TaskContext, TaskInput, TaskResult } from '../protocol.ts';
import { answersOf } from '../quality/answers.ts';
import { errorsOfRows } from '../quality/errors-of-rows.ts';
import { judgedRows } from '../quality/judged-rows.ts';
import { codedAlike, fetchLabelledData, type LabelledData } from '../quality/labelled-data.ts';
import { fetchFrame } from './frame.ts';
import { sharedColumns } from './shared-columns.ts';

/** Fewer labelled rows than these on a side say nothing of a segment. */
const LEAST_ROWS = 30;
const LISTED = 15;

/** In which segment the errors grew most: every value and range of every column, judged together. */
export async function qualityBySegment(
  { reference, current, cuts, withoutMs }: TaskInput<'qualityBySegment'>,
  { signal, onProgress }: TaskContext,
): Promise<TaskResult<'qualityBySegment'>> {
  onProgress({ doing: 'fetching' });
  const [frameBefore, labelledBefore, frameNow, labelledNow] = await Promise.all([
    fetchFrame(reference.frameUrl, signal),
    fetchLabelledData(reference.labelledUrl, signal),
    fetchFrame(current.frameUrl, signal),
    fetchLabelledData(current.labelledUrl, signal),
  ]);
  onProgress({ doing: 'searching' });
  const parts = codedAlike([labelledBefore, labelledNow]);
  const kind = answersOf(parts);
  if (kind.kind === 'unknown') return unavailable('unknown-answers');
  const errorsOf = (part: LabelledData | undefined, frameMs: Float64Array): Float64Array => {
    if (!part) return new Float64Array(frameMs.length).fill(Number.NaN);
    const { timesMs, errors } = judgedRows(part, kind);
    return errorsOfRows(frameMs, timesMs, errors);
  };
  const before = errorsOf(parts[0], frameBefore.timesMs);
  const now = errorsOf(parts[1], frameNow.timesMs).map((error, row) =>
    isWithin(frameNow.timesMs[row] as number, withoutMs) ? Number.NaN : error,
  );

  const isShare = kind.kind !== 'regression';
  const columns = sharedColumns(frameBefore, frameNow, cuts);
  const segments = columns.flatMap((column) => {
    const [own, later] = [sumsByCode(before, column.reference), sumsByCode(now, column.current)];
    return column.segments.flatMap((segment, code) => {
      const [was, is] = [own.get(code), later.get(code)];
      if (!was || !is || was.n < LEAST_ROWS || is.n < LEAST_ROWS) return [];
      const change = meanChange(was, is, { isShare });
      return change.status === 'ok' ? [{ segment, reference: sideOf(was), current: sideOf(is), change }] : [];
    });
  });
  const adjusted = benjaminiHochberg(segments.map(({ change }) => change.p));
  const listed = segments
    .map((segment, index): SegmentQuality => ({ ...segment, adjustedP: adjusted[index] as number }))
    .sort((a, b) => b.change.lower - a.change.lower)
    .slice(0, LISTED);
  const output: QualityBySegment = {
    status: 'ok',
    error: isShare ? 'share' : 'distance',
    labelled: { reference: countOf(before), current: countOf(now) },
    columns: columns.map(({ metric }) => metric),
    searched: segments.length,
    segments: listed,
  };
  return { output, transfer: [] };
}

function unavailable(reason: 'unknown-answers'): TaskResult<'qualityBySegment'> {
  return { output: { status: 'unavailable', reason }, transfer: [] };
}

function isWithin(timeMs: number, window: { fromMs: number; toMs: number } | undefined): boolean {
  return window !== undefined && timeMs >= window.fromMs && timeMs < window.toMs;
}

function sumsByCode(errors: Float64Array, codes: Int32Array): ReadonlyMap<number, SampleSums> {
  const sums = new Map<number, SampleSums>();
  for (const [row, error] of errors.entries()) {
    const code = codes[row] as number;
    if (Number.isNaN(error) || code < 0) continue;
    const own = sums.get(code) ?? { n: 0, sum: 0, squares: 0 };
    sums.set(code, { n: own.n + 1, sum: own.sum + error, squares: own.squares + error * error });
  }
  return sums;
}

function sideOf({ n, sum }: SampleSums): { n: number; mean: number } {
  return { n, mean: sum / n };
}

function countOf(errors: Float64Array): number {
  return errors.reduce((rows, error) => rows + (Number.isNaN(error) ? 0 : 1), 0);
}
