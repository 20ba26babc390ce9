import { automationReport } from '../automation/automation-report.ts';
import type { TaskContext, TaskInput, TaskResult } from '../protocol.ts';
import { fetchLabelledData, type LabelledData } from '../quality/labelled-data.ts';

/** Rows of the stage and version that were last looked at, so that a dragged threshold needs no request. */
export type KeptScores = Map<string, { labelled: LabelledData; all: LabelledData }>;

export async function automation(
  kept: KeptScores,
  { labelledUrl, allUrl, ...rest }: TaskInput<'automation'>,
  { signal, onProgress }: TaskContext,
): Promise<TaskResult<'automation'>> {
  const key = JSON.stringify([labelledUrl, allUrl]);
  let data = kept.get(key);
  if (!data) {
    onProgress({ doing: 'fetching' });
    const [labelled, all] = await Promise.all([
      fetchLabelledData(labelledUrl, signal),
      fetchLabelledData(allUrl, signal),
    ]);
    data = { labelled, all };
    kept.clear();
    kept.set(key, data);
  }
  return { output: automationReport(data, rest), transfer: [] };
}
