import type { RuleHistory } from '#control/threshold/rule-history.ts';
import { seriesHistory } from '#control/threshold/series-history.ts';
import { alignedSeries } from '../handlers/aligned-series.ts';
import type { TaskContext } from '../protocol.ts';
import type { AlertHistories } from './kept-histories.ts';
import type { SeriesSource } from './rehearsal-protocol.ts';

export type RuleSlots = { firstSlot: number; slotMs: number; count: number };

export async function fetchStatistic(
  { pieces, series, factor, isZeroWithoutRows, seriesFromMs, windowMs, condition }: SeriesSource,
  slots: RuleSlots,
  context: TaskContext,
): Promise<AlertHistories> {
  const stages = pieces.map((url) => ({ stage: series.stage, url }));
  const toMs = (slots.firstSlot + slots.count) * slots.slotMs;
  const { values, counts } = await alignedSeries(
    { url: '', stages, series: [series], fromMs: seriesFromMs, toMs, stepMs: windowMs },
    context,
  );
  const statistic = {
    fromMs: seriesFromMs,
    windowMs,
    values: values.map((value) => (isZeroWithoutRows && Number.isNaN(value) ? 0 : value * factor)),
    sizes: counts,
  };
  const history: RuleHistory = seriesHistory(statistic, condition, slots);
  return new Map([[series.metric, history]]);
}
