import { redundantGroups } from '#stats/correlation/redundant-groups.ts';
import type { SeriesInput } from '../tasks/series-tasks.ts';
import type { TaskContext, TaskResult } from '../protocol.ts';
import { alignedSeries } from './aligned-series.ts';

export async function redundantSeries(
  input: SeriesInput,
  context: TaskContext,
): Promise<TaskResult<'redundantSeries'>> {
  const { values, slotsMs } = await alignedSeries(input, context);
  const slots = slotsMs.length;
  const series = input.series.map((_, row) => values.subarray(row * slots, (row + 1) * slots));
  return { output: redundantGroups(series), transfer: [] };
}
