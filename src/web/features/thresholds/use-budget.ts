import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { RuleAlarmRecord } from '#contract/alarm-record.ts';
import type { Rule, RuleDefinition } from '#contract/rule.ts';
import { shareBudget } from '#control/threshold/share-budget.ts';
import { alarmRecordQuery, type BoardAgreement } from '../../api/alarm-record.ts';
import { rulesQuery } from '../../api/rules.ts';
import { boardRuleOf } from './board-rule-of.ts';

export type Budget = {
  /** Whose promise it is: the board's, which its rules share, or the rule's own. */
  of: 'board' | 'rule';
  /** False alarms a week that are promised there. */
  perWeek: number;
  /** What that leaves to this rule; 0 where others have taken all. */
  ownPerWeek: number;
  /** Rules that share what is left of the board's, this one among them. */
  sharers: number;
  /** What has to be agreed on for the board before the rule is saved; undefined where nothing has. */
  agreement: BoardAgreement | undefined;
  /** What the rule raised so far. */
  record: RuleAlarmRecord | undefined;
  setBoard: (perWeek: number) => void;
};

const thisRule = 'this rule';

/** The promise that a draft is made under, the board's unless the rule has its own. */
export function useBudget(pipeline: string, rule: Rule | undefined, draft: RuleDefinition): Budget {
  const { data: rules = [] } = useQuery(rulesQuery(pipeline));
  const { data: record } = useQuery(alarmRecordQuery(pipeline));
  const [typed, setBoard] = useState<number>();
  const board = boardRuleOf(rules);
  const others = rules.filter(
    ({ id, state, condition }) => id !== rule?.id && state === 'active' && condition.kind !== 'alarmBudget',
  );
  const agreed = board?.budget?.perWeek;
  const promised = others.reduce((sum, { budget }) => sum + (budget?.perWeek ?? 0), 0);
  const boardPerWeek = typed ?? agreed ?? promised + 1;
  const shares = shareBudget(boardPerWeek, [
    ...others.map(({ id, budget }) => ({ id, perWeek: budget?.perWeek })),
    { id: thisRule, perWeek: draft.budget?.perWeek },
  ]);
  const isOfBoard = draft.budget === undefined;
  const isAsked = rule === undefined || typed !== undefined;
  return {
    of: isOfBoard ? 'board' : 'rule',
    perWeek: draft.budget?.perWeek ?? boardPerWeek,
    ownPerWeek: shares.perWeek.get(thisRule) ?? 0,
    sharers: others.filter(({ budget }) => budget === undefined).length + 1,
    agreement: isOfBoard && isAsked && boardPerWeek !== agreed ? { board, perWeek: boardPerWeek } : undefined,
    record: record?.rules.find(({ ruleId }) => ruleId === rule?.id),
    setBoard,
  };
}
