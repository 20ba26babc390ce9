import { useQueries } from '@tanstack/react-query';
import type { Alert } from '#contract/alert.ts';
import { rulesQuery } from '../../api/rules.ts';
import type { Unit } from '../../format/number.ts';
import { ruleUnit } from '../../format/rule-unit.ts';

/** The units of the values of alerts, by the id of their rule; bare numbers until the rules are known. */
export function useRuleUnits(
  alerts: readonly Pick<Alert, 'pipeline'>[],
): (alert: Pick<Alert, 'rule'>) => Unit {
  const pipelines = [...new Set(alerts.map(({ pipeline }) => pipeline))];
  const rules = useQueries({
    queries: pipelines.map((pipeline) => rulesQuery(pipeline)),
    combine: (results) => new Map(results.flatMap(({ data = [] }) => data).map((rule) => [rule.id, rule])),
  });
  return ({ rule }) => {
    const found = rules.get(rule.id);
    return found ? ruleUnit(found.condition) : 'none';
  };
}
