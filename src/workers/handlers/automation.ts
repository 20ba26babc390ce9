import { automationReport, type AutomationData } from '../automation/automation-report.ts';
import type { TaskContext, TaskInput, TaskResult } from '../protocol.ts';
import { fetchLabelledData } from '../quality/labelled-data.ts';

/** Rows of the stage and version that were last looked at, so that a dragged threshold needs no request. */
export type KeptScores = Map<string, AutomationData>;

export async function automation(
  kept: KeptScores,
  { labelledUrl, auditedUrl, allUrl, ...rest }: TaskInput<'automation'>,
  { signal, onProgress }: TaskContext,
): Promise<TaskResult<'automation'>> {
  const key = JSON.stringify([labelledUrl, auditedUrl, allUrl]);
  let data = kept.get(key);
  if (!data) {
    onProgress({ doing: 'fetching' });
    const [labelled, audited, all] = await Promise.all([
      fetchLabelledData(labelledUrl, signal),
      fetchLabelledData(auditedUrl, signal),
      fetchLabelledData(allUrl, signal),
    ]);
    data = { labelled, audited, all };
    kept.clear();
    kept.set(key, data);
  }
  return { output: automationReport(data, rest), transfer: [] };
}
