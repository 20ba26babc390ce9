import type { RuleHistory } from '#control/threshold/rule-history.ts';
import type { TaskContext } from '../protocol.ts';
import { fetchComposite } from './fetch-composite.ts';
import { fetchPreview } from './fetch-preview.ts';
import { fetchStatistic } from './fetch-statistic.ts';
import type { RuleSource } from './rehearsal-protocol.ts';

/** Of each alert of a rule, by its name. */
export type AlertHistories = ReadonlyMap<string, RuleHistory>;

/** Histories as they were fetched, by the keys of their sources. */
export type KeptHistories = Map<string, AlertHistories>;

const KEPT = 3;

/** The history of the alert that is asked for, or of the first one. */
export async function historyOf(
  kept: KeptHistories,
  source: RuleSource,
  context: TaskContext,
): Promise<RuleHistory> {
  const histories = await historiesOf(kept, source, context);
  const first = histories.values().next().value;
  const { fromMs, everyMs } = source;
  const none = {
    firstSlot: Math.ceil(fromMs / everyMs),
    slotMs: everyMs,
    values: new Float64Array(0),
    sizes: new Float64Array(0),
  };
  return histories.get(source.alert ?? '') ?? first ?? none;
}

export async function historiesOf(
  kept: KeptHistories,
  source: RuleSource,
  context: TaskContext,
): Promise<AlertHistories> {
  const histories = kept.get(source.key) ?? (await fetchHistories(source, context));
  kept.delete(source.key);
  kept.set(source.key, histories);
  const oldest = kept.keys().next().value;
  if (kept.size > KEPT && oldest !== undefined) kept.delete(oldest);
  return histories;
}

function fetchHistories(source: RuleSource, context: TaskContext): Promise<AlertHistories> {
  const { fromMs, toMs, everyMs: slotMs } = source;
  const firstSlot = Math.ceil(fromMs / slotMs);
  const slots = { firstSlot, slotMs, count: Math.max(0, Math.floor(toMs / slotMs) - firstSlot) };
  switch (source.from) {
    case 'series':
      return fetchStatistic(source, slots, context);
    case 'preview':
      return fetchPreview(source, slots, context);
    case 'composite':
      return fetchComposite(source, slots, context);
  }
}
