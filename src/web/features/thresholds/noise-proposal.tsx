import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Link } from 'wouter';
import type { RuleAlarmRecord } from '#contract/alarm-record.ts';
import type { Rule } from '#contract/rule.ts';
import { useDriftClient } from '../../api/drift-client.tsx';
import { useMetricBook } from '../../api/metric-settings.ts';
import { thresholdAdviceQuery } from '../../api/rule-rehearsal.ts';
import { noSource, ruleSourceOf } from '../../api/rule-source.ts';
import { rulesQuery } from '../../api/rules.ts';
import { formatCount, formatValue } from '../../format/number.ts';
import { ruleUnit } from '../../format/rule-unit.ts';
import { thresholdPath } from '../../url/links.ts';
import { formatProposal } from '../../url/proposed-limit.ts';
import { useView } from '../../url/use-view.ts';
import { draftOf, valuesAre } from './rule-draft.ts';
import styles from './thresholds-page.module.css';

const HISTORY_MS = 30 * 86_400_000;

/** What would mend a noisy rule: the limit that its promise asks for, one click from the editor, which saves nothing by itself. */
export function NoiseProposal({ rule, record }: { rule: Rule; record: RuleAlarmRecord }) {
  const { view } = useView();
  const drift = useDriftClient();
  const unit = ruleUnit(rule.condition, useMetricBook(rule.pipeline, rule.scope.stage ?? ''));
  const [toMs] = useState(() => Date.now());
  const { data: rules = [] } = useQuery(rulesQuery(rule.pipeline));
  const severity = rule.levels.critical ? 'critical' : 'warning';
  const { forSlots = 0, keepSlots = 0 } = rule.levels[severity] ?? {};
  const found = ruleSourceOf({
    pipeline: rule.pipeline,
    rule: draftOf(rule),
    rules,
    window: { fromMs: toMs - HISTORY_MS, toMs },
  });
  const perWeek = record.promisedPerWeek ?? 1;
  const source = 'source' in found ? found.source : undefined;
  const { data: advice, error } = useQuery({
    ...thresholdAdviceQuery(drift, {
      source: source ?? noSource,
      direction: rule.direction,
      forSlots,
      keepSlots,
      perWeek,
      valuesAre: valuesAre(rule),
      incidents: [],
    }),
    enabled: source !== undefined,
  });
  const fired = record.noise + record.real + record.unmarked;
  const suggestion = advice?.suggestion;
  return (
    <small className={styles.proposal} role="status">
      fired {formatCount(fired)} {fired === 1 ? 'time' : 'times'}, {formatCount(record.real)} real;{' '}
      {suggestion?.status === 'ok' ? (
        <>
          at {formatValue(perWeek, 'none')} a week the limit would be{' '}
          <Link
            href={thresholdPath(rule.id, view, {
              sel: formatProposal({ severity, threshold: suggestion.threshold }),
            })}
          >
            {formatValue(suggestion.threshold, unit)}, try it
          </Link>
        </>
      ) : error || suggestion || !source ? (
        <>
          no limit can be read off its history, <Link href={thresholdPath(rule.id, view)}>look at it</Link>
        </>
      ) : (
        'looking for a better limit …'
      )}
    </small>
  );
}
