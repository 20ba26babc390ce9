import { benjaminiHochberg } from '#stats/benjamini-hochberg.ts';
import { detrended } from '#stats/correlation/detrended.ts';
import { leadCorrelation } from '#stats/correlation/lead-correlation.ts';
import { completePairs } from '#stats/correlation/pairs.ts';
import { withoutDailyPattern } from '#stats/correlation/without-daily-pattern.ts';
import { levelChanges } from '#stats/streams/level-changes.ts';
import type { LeadLag, LeadLagInput, SeriesMove, SeriesView } from '../tasks/series-tasks.ts';
import type { TaskContext, TaskResult } from '../protocol.ts';
import { type AlignedSeries, alignedSeries } from './aligned-series.ts';

/** Series as they were fetched, by URL. */
export type KeptSeries = Map<string, AlignedSeries>;

const kept = 3;
const DAY_MS = 86_400_000;
/** Fewer slots than these with both values say nothing of a pair. */
const leastSlots = 30;

export async function leadLag(
  known: KeptSeries,
  input: LeadLagInput,
  context: TaskContext,
): Promise<TaskResult<'leadLag'>> {
  const aligned = known.get(input.url) ?? (await alignedSeries(input, context));
  keep(known, input.url, aligned);

  const { series, stepMs, maxLag, view } = input;
  const slots = aligned.slotsMs.length;
  const perDay = Math.round(DAY_MS / stepMs);
  const rows = series.map((_, row) => aligned.values.subarray(row * slots, (row + 1) * slots));
  const viewed = rows.map((values) => seenAs(values, view, perDay));
  const values = new Float64Array(series.length * slots);
  for (const [row, own] of viewed.entries()) values.set(own, row * slots);

  const matrices = await correlate(viewed, maxLag, context);
  const output: LeadLag = {
    series,
    stepMs,
    maxLag,
    leastSlots,
    slotsMs: aligned.slotsMs.slice(),
    values,
    ...matrices,
    moves: movesOf(input, aligned),
  };
  const { slotsMs, strengths, lags, byLag, p, sizes } = output;
  const arrays = [slotsMs, values, strengths, lags, byLag, p, sizes];
  return { output, transfer: arrays.map(({ buffer }) => buffer as ArrayBuffer) };
}

function keep(known: KeptSeries, url: string, aligned: AlignedSeries): void {
  known.delete(url);
  known.set(url, aligned);
  const oldest = known.keys().next().value;
  if (known.size > kept && oldest !== undefined) known.delete(oldest);
}

/** A window too short for its daily pattern has none taken out: nothing but NaN is left. */
function seenAs(values: Float64Array, view: SeriesView, perDay: number): Float64Array {
  switch (view) {
    case 'raw':
      return values;
    case 'detrended':
      return detrended(values);
    case 'withoutDailyPattern': {
      const rest = withoutDailyPattern(values, perDay);
      return rest.status === 'ok' ? rest.values : values.map(() => NaN);
    }
  }
}

async function correlate(
  rows: readonly Float64Array[],
  maxLag: number,
  { onProgress, breathe }: TaskContext,
): Promise<Pick<LeadLag, 'strengths' | 'lags' | 'byLag' | 'p' | 'sizes'>> {
  const k = rows.length;
  const strengths = new Float64Array(k * k).fill(NaN);
  const lags = new Int32Array(k * k);
  const byLag = new Float32Array(k * k * (maxLag + 1)).fill(NaN);
  const p = new Float64Array(k * k).fill(NaN);
  const sizes = new Int32Array(k * k);
  for (const [i, x] of rows.entries()) {
    for (const [j, y] of rows.entries()) {
      if (i === j) continue;
      const cell = i * k + j;
      sizes[cell] = completePairs(x, y).x.length;
      if (sizes[cell] < leastSlots) continue;
      const lead = leadCorrelation(x, y, { maxLag });
      if (lead.status === 'unavailable') continue;
      strengths[cell] = lead.statistic;
      lags[cell] = lead.lag;
      byLag.set(lead.values, cell * (maxLag + 1));
      p[cell] = lead.p;
    }
    if (await breathe()) onProgress({ doing: 'correlating', share: (i + 1) / k });
  }
  return { strengths, lags, byLag, p: benjaminiHochberg(p), sizes };
}

/**
 * Changes of all series, earliest first: of the values as they were recorded, or with the mean in the place of the
 * daily pattern. A straight line stays in: without it the levels on both sides of a step would be bent.
 */
function movesOf(
  { series, stepMs, view }: LeadLagInput,
  { slotsMs, values, counts }: AlignedSeries,
): SeriesMove[] {
  const slots = slotsMs.length;
  const moves = series.flatMap(({ statistic }, row) => {
    const recorded = values.subarray(row * slots, (row + 1) * slots);
    const own = view === 'withoutDailyPattern' ? withoutPattern(recorded, stepMs) : recorded;
    if (own.filter((value) => Number.isFinite(value)).length < leastSlots) return [];
    const result = levelChanges(own, counts.subarray(row * slots, (row + 1) * slots), {
      isShare: statistic === 'share' || statistic === 'missingShare',
      family: series.length,
    });
    if (result.status === 'unavailable') return [];
    return result.changes.map(({ index, lower, upper, before, after, size }) => ({
      series: row,
      atMs: slotsMs[index] as number,
      fromMs: slotsMs[lower] as number,
      toMs: (slotsMs[upper] as number) + stepMs,
      before,
      after,
      size,
    }));
  });
  return moves.sort((a, b) => a.atMs - b.atMs || a.fromMs - b.fromMs || b.size - a.size);
}

/** As recorded where there is no pattern to take out. */
function withoutPattern(values: Float64Array, stepMs: number): Float64Array {
  const rest = withoutDailyPattern(values, Math.round(DAY_MS / stepMs));
  if (rest.status !== 'ok') return values;
  const known = values.filter((value) => !Number.isNaN(value));
  const mean = known.reduce((sum, value) => sum + value, 0) / known.length;
  return rest.values.map((value) => value + mean);
}
