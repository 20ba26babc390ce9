import type { LoadedCounts } from '../tasks/drift-map-tasks.ts';
import type { TaskContext, TaskInput, TaskResult } from '../protocol.ts';
import type { Counts, CountsCache } from './counts.ts';

export async function loadCounts(
  cache: CountsCache,
  { url }: TaskInput<'loadCounts'>,
  context: TaskContext,
): Promise<TaskResult<'loadCounts'>> {
  context.onProgress({ doing: 'fetching' });
  const output = summaryOf(await cache.load(url, context));
  return { output, transfer: [output.slotsMs.buffer, output.rows.buffer] as ArrayBuffer[] };
}

/** What is in the counts, in arrays of its own. */
export function summaryOf({ url, header, slotsMs, rows }: Counts): LoadedCounts {
  return {
    url,
    asOf: header.asOf,
    stepSeconds: header.stepSeconds,
    reference: header.reference,
    metrics: header.metrics.map(({ metric, group, name, kind }) => ({ metric, group, name, kind })),
    slotsMs: slotsMs.slice(),
    rows: rows.slice(),
  };
}
