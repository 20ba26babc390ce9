import type { RuleHistory } from '#control/threshold/rule-history.ts';
import { alignedSeries } from '../handlers/aligned-series.ts';
import type { TaskContext } from '../protocol.ts';
import type { RuleSource } from './rehearsal-protocol.ts';

/** Histories as they were fetched, by URL. */
export type KeptHistories = Map<string, RuleHistory>;

const KEPT = 3;

export async function historyOf(
  kept: KeptHistories,
  source: RuleSource,
  context: TaskContext,
): Promise<RuleHistory> {
  const history = kept.get(source.url) ?? (await fetchHistory(source, context));
  kept.delete(source.url);
  kept.set(source.url, history);
  const oldest = kept.keys().next().value;
  if (kept.size > KEPT && oldest !== undefined) kept.delete(oldest);
  return history;
}

async function fetchHistory(source: RuleSource, context: TaskContext): Promise<RuleHistory> {
  const { pieces, series, factor, isZeroWithoutRows, fromMs, toMs, stepMs } = source;
  const stages = pieces.map((url) => ({ stage: series.stage, url }));
  const { values, counts } = await alignedSeries(
    { url: source.url, stages, series: [series], fromMs, toMs, stepMs },
    context,
  );
  return {
    firstSlot: Math.round(fromMs / stepMs),
    slotMs: stepMs,
    values: values.map((value) => (isZeroWithoutRows && Number.isNaN(value) ? 0 : value * factor)),
    sizes: counts,
  };
}
