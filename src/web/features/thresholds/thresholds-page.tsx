import { useQueries, useSuspenseQuery } from '@tanstack/react-query';
import { Link } from 'wouter';
import { severities } from '#contract/alert-words.ts';
import type { Rule } from '#contract/rule.ts';
import { useMetricBook } from '../../api/metric-settings.ts';
import { pipelinesQuery } from '../../api/pipelines.ts';
import { rulesQuery } from '../../api/rules.ts';
import { formatValue, MISSING } from '../../format/number.ts';
import { ruleUnit } from '../../format/rule-unit.ts';
import { Boundary } from '../../shell/boundary.tsx';
import { Page } from '../../shell/page.tsx';
import { Glyph } from '../../ui/glyph.tsx';
import { thresholdPath } from '../../url/links.ts';
import { useView } from '../../url/use-view.ts';
import { watchedText } from './rule-draft.ts';
import { RuleFiles } from './rule-files.tsx';
import styles from './thresholds-page.module.css';

/** When somebody is called: all rules in force, with what was agreed on their false alarms. */
export function ThresholdsPage() {
  return (
    <Page title="Thresholds" documentTitle="Thresholds">
      <Boundary what="The list of rules">
        <RuleLists />
      </Boundary>
    </Page>
  );
}

function RuleLists() {
  const { data: pipelines } = useSuspenseQuery(pipelinesQuery());
  const lists = useQueries({
    queries: pipelines.map(({ name }) => ({ ...rulesQuery(name), throwOnError: true })),
  });
  const rules = lists.flatMap(({ data = [] }) => data);
  const isPending = lists.some((list) => list.isPending);
  return (
    <>
      <p className={styles.answer} role="status">
        {isPending ? 'Looking up the rules …' : rulesAnswer(rules)}
      </p>
      {rules.length > 0 && (
        // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- a box that scrolls must be reachable by key
        <section className={styles.scroller} aria-label="Rules, table" tabIndex={0}>
          <table aria-label="Rules">
            <thead>
              <tr>
                <th scope="col">rule</th>
                <th scope="col">watches</th>
                <th scope="col">limits</th>
                <th scope="col" data-numeric>
                  promised a week
                </th>
                <th scope="col">state</th>
              </tr>
            </thead>
            <tbody>
              {rules.map((rule) => (
                <RuleRow key={rule.id} rule={rule} />
              ))}
            </tbody>
          </table>
        </section>
      )}
      <RuleFiles pipelines={pipelines} />
    </>
  );
}

function RuleRow({ rule }: { rule: Rule }) {
  const { view } = useView();
  const book = useMetricBook(rule.pipeline, rule.scope.stage ?? '');
  const unit = ruleUnit(rule.condition, book);
  return (
    <tr>
      <th scope="row">
        <Link href={thresholdPath(rule.id, view)}>{rule.name}</Link>
      </th>
      <td>
        {[rule.pipeline, rule.scope.stage].filter((part) => part !== undefined).join(' / ')}:{' '}
        {watchedText(rule, book)}
      </td>
      <td>
        {severities.flatMap((severity) => {
          const level = rule.levels[severity];
          if (!level) return [];
          return (
            <span key={severity} className={styles.limit}>
              {severity} {rule.direction} {formatValue(level.threshold, unit)}
            </span>
          );
        })}
      </td>
      <td data-numeric title={rule.budget ? undefined : 'no budget was agreed to'}>
        {rule.budget ? formatValue(rule.budget.perWeek, 'none') : MISSING}
      </td>
      <td>
        {rule.state === 'paused' && <Glyph name="snoozed" />} {rule.state}, v{rule.version}
      </td>
    </tr>
  );
}

function rulesAnswer(rules: readonly Rule[]): string {
  if (rules.length === 0) {
    return 'No rules yet: nobody is called. Open a stage and choose “Set a threshold” on one of its charts, or import a file.';
  }
  const active = rules.filter(({ state }) => state === 'active');
  const promised = active.reduce((sum, { budget }) => sum + (budget?.perWeek ?? 0), 0);
  const open = active.filter(({ budget }) => !budget).length;
  const noun = active.length === 1 ? 'rule is' : 'rules are';
  return `${active.length} ${noun} watched${rules.length > active.length ? `, ${rules.length - active.length} paused` : ''}; together they may raise ${formatValue(promised, 'none')} false alarms a week${open > 0 ? `, besides ${open} without a budget` : ''}.`;
}
