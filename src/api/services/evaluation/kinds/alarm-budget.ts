import { budgetSpending } from '#control/threshold/budget-spending.ts';
import { noData, type RuleValue } from '#control/rule/rule-value.ts';
import { countedRules } from '../../budgets/alarm-record.ts';
import type { Evaluation, Observed } from '../observation.ts';

const DAY_MS = 86_400_000;

export async function observeAlarmBudget(evaluation: Evaluation<'alarmBudget'>): Promise<Observed[]> {
  return [{ labels: {}, value: await spentOf(evaluation) }];
}

/** By what people have said of the alarms so far. The rules that broke their own promises are named. */
async function spentOf({ rule, condition, slotEndMs, reads }: Evaluation<'alarmBudget'>): Promise<RuleValue> {
  const window = { fromMs: slotEndMs - condition.days * DAY_MS, toMs: slotEndMs };
  const { rules, shared, board } = await reads.once(`alarms ${rule.pipeline} ${condition.days}`, () =>
    countedRules(reads.ports, rule.pipeline, window),
  );
  if (board.promisedPerWeek === 0) return noData('nobody has promised anything of false alarms yet');
  if (board.weeks === 0) return noData('no rule has been watched yet');
  const { perWeek, isOverspent } = spendingOf(board, board.promisedPerWeek);
  const names = rules.filter(({ rule: { id }, counts }) => {
    const promised = shared.perWeek.get(id);
    return (
      promised !== undefined && promised > 0 && counts.weeks > 0 && spendingOf(counts, promised).isOverspent
    );
  });
  return {
    kind: 'value',
    value: perWeek / board.promisedPerWeek,
    n: board.noise + board.real + board.unmarked,
    hasEvidence: isOverspent,
    names: names.map(({ rule: { name } }) => name),
  };
}

function spendingOf({ noise, weeks }: { noise: number; weeks: number }, promisedPerWeek: number) {
  return budgetSpending({ falseAlarms: noise, promisedPerWeek, weeks });
}
