import { ApiError } from '#contract/client.ts';
import { Problem } from '#contract/problem.ts';
import { Series } from '#contract/series.ts';
import type { SeriesChoice, SeriesInput } from '../tasks/series-tasks.ts';
import type { TaskContext } from '../protocol.ts';

/** The series of all stages on one clock, k × slots: NaN where there is nothing, and the rows behind each value. */
export type AlignedSeries = { slotsMs: Float64Array; values: Float64Array; counts: Float64Array };

/** Fetches the series of stage after stage, and puts each on the slots of the whole window. */
export async function alignedSeries(
  { stages, series, fromMs, toMs, stepMs }: SeriesInput,
  { signal, onProgress }: TaskContext,
): Promise<AlignedSeries> {
  const slots = Math.max(0, Math.ceil((toMs - fromMs) / stepMs));
  const slotsMs = Float64Array.from({ length: slots }, (_, slot) => fromMs + slot * stepMs);
  const values = new Float64Array(series.length * slots).fill(NaN);
  const counts = new Float64Array(values.length);
  for (const [index, { stage, url }] of stages.entries()) {
    onProgress({ doing: 'fetching', share: index / stages.length });
    const answer = await fetchSeries(url, signal);
    const places = answer.slotsMs.map((slotMs) => Math.round((slotMs - fromMs) / stepMs));
    for (const [row, choice] of series.entries()) {
      if (choice.stage !== stage) continue;
      const column = answer.columns.find((candidate) => isOf(candidate, choice));
      const size = answer.columns.find(
        ({ metric, statistic }) => metric === choice.metric && statistic === 'count',
      );
      for (const [at, value] of (column?.values ?? []).entries()) {
        const slot = places[at] ?? -1;
        if (value === null || slot < 0 || slot >= slots) continue;
        values[row * slots + slot] = choice.isComplement ? 1 - value : value;
        counts[row * slots + slot] = size?.values[at] ?? 0;
      }
    }
  }
  return { slotsMs, values, counts };
}

function isOf(column: Series['columns'][number], choice: SeriesChoice): boolean {
  return (
    column.metric === choice.metric &&
    column.statistic === choice.statistic &&
    column.category === choice.category
  );
}

async function fetchSeries(url: string, signal: AbortSignal): Promise<Series> {
  const response = await fetch(url, { signal });
  const answer: unknown = await response.json();
  if (!response.ok) throw new ApiError(Problem.parse(answer));
  return Series.parse(answer);
}
