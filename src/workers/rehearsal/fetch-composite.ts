import { callApi } from '#contract/client.ts';
import { alarmRoutes } from '#contract/routes/alarm-routes.ts';
import { compositeHistory } from '#control/threshold/composite-history.ts';
import type { TaskContext } from '../protocol.ts';
import type { RuleSlots } from './fetch-statistic.ts';
import type { AlertHistories } from './kept-histories.ts';
import type { CompositeSource } from './rehearsal-protocol.ts';

export async function fetchComposite(
  { pipeline, rules }: CompositeSource,
  slots: RuleSlots,
  { signal }: TaskContext,
): Promise<AlertHistories> {
  const { firstSlot, slotMs, count } = slots;
  const query = {
    from: new Date(firstSlot * slotMs).toISOString(),
    to: new Date((firstSlot + count) * slotMs).toISOString(),
  };
  const { items } = await callApi(alarmRoutes.listRuleEpisodes, { params: { pipeline }, query }, { signal });
  const episodes = items.map(({ ruleId, from, to, severity }) => ({
    ruleId,
    fromMs: Date.parse(from),
    toMs: to === null ? null : Date.parse(to),
    severity,
  }));
  return new Map([['', compositeHistory(rules, episodes, slots)]]);
}
