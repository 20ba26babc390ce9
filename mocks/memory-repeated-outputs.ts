import type { LogRow, RepeatedOutput, RepeatedOutputs, StageSelection } from '#api/prediction-log.ts';
import { builtInMetrics } from '#contract/metric.ts';
import { sample } from './memory-rows.ts';

export function repeatedOutputs(
  rows: readonly LogRow[],
  selection: StageSelection,
  limit: number,
): RepeatedOutputs {
  const wanted = sample(rows, selection, (row) => (row.fingerprint === '' ? undefined : row), Infinity);
  const groups = [...Map.groupBy(wanted, ({ fingerprint }) => fingerprint)];
  const most = groups
    .filter(([, own]) => own.length > 1)
    .map(([fingerprint, own]): RepeatedOutput => {
      const times = own.map(({ timeMs }) => timeMs).sort((a, b) => a - b);
      return {
        fingerprint,
        text: own.find(({ text }) => text !== null)?.text ?? null,
        length:
          own.find(({ numbers }) => builtInMetrics.textLength in numbers)?.numbers[
            builtInMetrics.textLength
          ] ?? null,
        rows: own.length,
        firstMs: times[0] ?? 0,
        lastMs: times.at(-1) ?? 0,
      };
    })
    .sort((a, b) => b.rows - a.rows || (a.fingerprint < b.fingerprint ? -1 : 1));
  return { rows: wanted.length, distinct: groups.length, most: most.slice(0, limit) };
}
