import { useQueries, useQuery, useSuspenseQuery } from '@tanstack/react-query';
import { Link } from 'wouter';
import { severities } from '#contract/alert-words.ts';
import type { Rule } from '#contract/rule.ts';
import { alarmRecordQuery } from '../../api/alarm-record.ts';
import { useMetricBook } from '../../api/metric-settings.ts';
import { pipelinesQuery } from '../../api/pipelines.ts';
import { rulesQuery } from '../../api/rules.ts';
import { formatValue, MISSING } from '../../format/number.ts';
import { ruleUnit } from '../../format/rule-unit.ts';
import { Boundary } from '../../shell/boundary.tsx';
import { Page } from '../../shell/page.tsx';
import { Glyph } from '../../ui/glyph.tsx';
import { newThresholdPath, thresholdPath } from '../../url/links.ts';
import { useView } from '../../url/use-view.ts';
import { BoardBudget } from './board-budget.tsx';
import { MeasuredRate, spendingOf } from './measured-rate.tsx';
import { NoiseProposal } from './noise-proposal.tsx';
import { watchedText } from './watched-text.ts';
import { RuleFiles } from './rule-files.tsx';
import styles from './thresholds-page.module.css';

/** When somebody is called: all rules in force, with what was agreed on their false alarms. */
export function ThresholdsPage() {
  return (
    <Page title="Thresholds" documentTitle="Thresholds" aside={<NewRule />}>
      <Boundary what="The list of rules">
        <RuleLists />
      </Boundary>
    </Page>
  );
}

function NewRule() {
  const { view } = useView();
  return <Link href={newThresholdPath(undefined, view)}>New rule</Link>;
}

function RuleLists() {
  const { data: pipelines } = useSuspenseQuery(pipelinesQuery());
  const lists = useQueries({
    queries: pipelines.map(({ name }) => ({ ...rulesQuery(name), throwOnError: true })),
  });
  const rules = lists.flatMap(({ data = [] }) => data);
  const watching = rules.filter(({ condition }) => condition.kind !== 'alarmBudget');
  const isPending = lists.some((list) => list.isPending);
  return (
    <>
      <p className={styles.answer} role="status">
        {isPending ? 'Looking up the rules …' : rulesAnswer(watching)}
      </p>
      {pipelines.map(({ name, title }) => {
        const own = rules.filter(({ pipeline }) => pipeline === name);
        if (own.length === 0) return null;
        return <BoardBudget key={name} pipeline={name} title={title ?? name} rules={own} />;
      })}
      {watching.length > 0 && (
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
                <th scope="col">false alarms a week, measured</th>
                <th scope="col">state</th>
              </tr>
            </thead>
            <tbody>
              {watching.map((rule) => (
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
  const { data: record } = useQuery(alarmRecordQuery(rule.pipeline));
  const own = record?.rules.find(({ ruleId }) => ruleId === rule.id);
  const promised = own?.promisedPerWeek ?? rule.budget?.perWeek ?? null;
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
      <td data-numeric>
        {promised === null ? (
          <span title="no budget was agreed to">{MISSING}</span>
        ) : (
          formatValue(promised, 'none')
        )}
        {own?.isShare && <small className={styles.share}>share of the board</small>}
      </td>
      <td>
        <MeasuredRate record={own} />
        {own && spendingOf(own)?.isOverspent && <NoiseProposal rule={rule} record={own} />}
      </td>
      <td>
        {rule.state === 'paused' && <Glyph name="snoozed" />} {rule.state}, v{rule.version}
      </td>
    </tr>
  );
}

function rulesAnswer(watching: readonly Rule[]): string {
  if (watching.length === 0) {
    return 'No rules yet: nobody is called. Open a stage and choose “Set a threshold” on one of its charts, make a new rule here, or import a file.';
  }
  const active = watching.filter(({ state }) => state === 'active');
  const noun = active.length === 1 ? 'rule is' : 'rules are';
  return `${active.length} ${noun} watched${watching.length > active.length ? `, ${watching.length - active.length} paused` : ''}. False alarms are those that people called noise.`;
}
