import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { Severity } from '#contract/alert-words.ts';
import type { Pipeline } from '#contract/pipeline.ts';
import type { Rule, RuleDefinition } from '#contract/rule.ts';
import { isEitherWay } from '#control/rule/check-rule.ts';
import { withRecoveries } from '#control/rule/recovery.ts';
import type { RuleHistoryView } from '#workers/rehearsal/rehearsal-protocol.ts';
import { useDriftClient } from '../../api/drift-client.tsx';
import { useMetricBook } from '../../api/metric-settings.ts';
import { ruleHistoryQuery, ruleRehearsalQuery, thresholdAdviceQuery } from '../../api/rule-rehearsal.ts';
import { noSource, ruleSourceOf } from '../../api/rule-source.ts';
import { rulesQuery } from '../../api/rules.ts';
import { useTaskRun } from '../../api/use-task-run.ts';
import type { MetricBook } from '../../format/metric-book.ts';
import { formatDuration } from '../../format/number.ts';
import { ruleUnit } from '../../format/rule-unit.ts';
import { TaskStatus } from '../../shell/task-status.tsx';
import { Select } from '../../ui/select.tsx';
import { AlarmCurves } from './alarm-curves.tsx';
import { BudgetPanel } from './budget-panel.tsx';
import { LatestEvaluation } from './latest-evaluation.tsx';
import { LevelFields } from './level-fields.tsx';
import { RehearsalChart } from './rehearsal-chart.tsx';
import { RehearsalTable } from './rehearsal-table.tsx';
import { hasFixedLimit, startLimit } from './condition/start-rule.ts';
import { MoreFields } from './condition/more-fields.tsx';
import { definitionOf, draftOf, valuesAre, withLevel, withSlots } from './rule-draft.ts';
import { watchedText } from './watched-text.ts';
import { ChangePanel, CreatePanel } from './save-panel.tsx';
import styles from './threshold-editor.module.css';
import { useBudget } from './use-budget.ts';
import { useFired } from './use-fired.ts';
import { VersionList } from './version-list.tsx';

const DAY_MS = 86_400_000;
const spans = [1, 7, 30, 90].map((days) => ({
  value: String(days),
  label: days === 1 ? 'last day' : `last ${days} days`,
}));
const slotLengths = [60, 300, 900, 3_600, 21_600, 86_400];
/** A history that the server has to make slot by slot begins with so many of them; more can be asked for. */
const SLOTS_AT_FIRST = 600;

/** The limit of a rule as a handle on its chart, and at every change what the rule would have done. */
export function RuleRehearsal({
  pipeline,
  rule,
  draft,
  hasOwnLimit,
  isComparable,
  problems,
  onDraft: setDraft,
}: {
  pipeline: Pipeline;
  /** Left out for a rule that is yet to be made. */
  rule: Rule | undefined;
  draft: RuleDefinition;
  /** The draft's limit was set by somebody, or by what it watches; else it is the one that the budget asks for. */
  hasOwnLimit: boolean;
  /** The limits of the rule in force mean the same as the draft's. */
  isComparable: boolean;
  /** Why the draft cannot be a rule yet. */
  problems: readonly string[];
  onDraft: (draft: RuleDefinition) => void;
}) {
  const { name: pipelineName } = pipeline;
  const [severity, setSeverity] = useState<Severity>(draft.levels.critical ? 'critical' : 'warning');
  const [chosenDays, setDays] = useState<string>();
  const [alert, setAlert] = useState<string>();
  const inForce = isComparable ? rule : undefined;
  const [openedMs] = useState(() => Date.now());
  const [isLimitSet, setLimitSet] = useState(hasOwnLimit);
  const drift = useDriftClient();
  const book = useMetricBook(pipelineName, draft.scope.stage ?? '');
  const unit = ruleUnit(draft.condition, book);
  const { data: rules = [] } = useQuery(rulesQuery(pipelineName));

  const stage = pipeline.stages.find(({ name }) => name === draft.scope.stage);
  const { firstSeen } = stage ?? pipeline;
  const firstMs = firstSeen === undefined ? 0 : Date.parse(firstSeen);
  const sourceOver = (days: string) => {
    const window = { fromMs: Math.max(firstMs, openedMs - Number(days) * DAY_MS), toMs: openedMs };
    return ruleSourceOf({ pipeline: pipelineName, rule: draft, alert, rules, window });
  };
  const days = chosenDays ?? daysAtFirst(sourceOver('30'));
  const found = sourceOver(days);
  const source = 'source' in found ? found.source : undefined;
  const isShown = source !== undefined && problems.length === 0;
  const run = useTaskRun(ruleHistoryQuery(drift, source ?? noSource, draft.direction), isShown);
  const history = isShown ? run.data : undefined;
  const usual = history?.usual ?? Number.NaN;
  const fired = useFired(pipelineName, rule, draft, {
    alert: alert ?? history?.alerts[0],
    fromMs: openedMs - Number(days) * DAY_MS,
    toMs: openedMs,
  });
  const { incidents } = fired;

  const budget = useBudget(pipelineName, rule, draft);
  const level = draft.levels[severity];
  const { forSlots = 0, keepSlots = 0 } = level ?? {};
  const isReady = history !== undefined && !run.isRunning;
  const advice = useQuery({
    ...thresholdAdviceQuery(drift, {
      source: source ?? noSource,
      direction: draft.direction,
      forSlots,
      keepSlots,
      perWeek: budget.ownPerWeek,
      valuesAre: valuesAre(draft),
      incidents,
    }),
    enabled: isReady && level !== undefined && budget.ownPerWeek > 0,
  });
  const suggestion = budget.ownPerWeek > 0 ? advice.data?.suggestion : undefined;

  // Until somebody sets a limit, a new rule has the one that its budget asks for.
  const hasValues = history !== undefined && !Number.isNaN(history.usual);
  const isWithoutHistory = !isShown || (history !== undefined && !hasValues);
  const first =
    suggestion?.status === 'ok'
      ? suggestion.threshold
      : ((history && beyondAll(history, draft)) ??
        (isWithoutHistory ? startLimit(draft.condition) : undefined));
  const shown = isLimitSet || first === undefined ? draft : withLevel(draft, severity, { threshold: first });
  const change = (next: RuleDefinition) => {
    if (next.levels[severity]?.threshold !== shown.levels[severity]?.threshold) setLimitSet(true);
    setDraft(next);
  };
  const hasLimit = isLimitSet || first !== undefined;
  const setLimit = (threshold: number) => {
    setLimitSet(true);
    setDraft(withLevel(shown, severity, { threshold }));
  };

  const rehearsal = useQuery({
    ...ruleRehearsalQuery(drift, {
      source: source ?? noSource,
      direction: draft.direction,
      rules: [...(inForce ? [withRecoveries(inForce).levels] : []), shown.levels],
      incidents,
    }),
    enabled: isReady && hasLimit,
  });
  const next = rehearsal.data?.at(-1);
  const now = inForce && rehearsal.data?.[0];
  const shownLevel = shown.levels[severity];
  const definition = definitionOf(shown, usual);
  const alerts = alertsOf(draft, history);
  return (
    <>
      {isShown ? (
        <BudgetPanel
          budget={budget}
          draft={draft}
          unit={unit}
          suggestion={suggestion}
          isPending={advice.isFetching}
          isLimitFixed={hasFixedLimit(draft.condition)}
          onDraft={setDraft}
          onLimit={setLimit}
        />
      ) : (
        <p className={styles.note}>{'obstacle' in found && found.obstacle}</p>
      )}
      <div className={styles.fields}>
        <Select label="History" value={days} options={spans} onChange={setDays} />
        {alerts.length > 1 && (
          <Select
            label="Rehearsed on"
            value={alert ?? alerts[0] ?? ''}
            options={alerts.map((value) => ({ value, label: alertLabel(value, draft, book) }))}
            onChange={setAlert}
          />
        )}
        <Select
          label="Slot"
          value={String(draft.everySeconds)}
          options={[...new Set([...slotLengths, draft.everySeconds])].map((seconds) => ({
            value: String(seconds),
            label: formatDuration(seconds * 1000),
          }))}
          onChange={(seconds) => setDraft(withSlots(draft, Number(seconds)))}
        />
        {isEitherWay(draft.condition) && (
          <Select
            label="Trouble"
            value={draft.direction}
            options={[
              { value: 'above', label: 'above the limit' },
              { value: 'below', label: 'below the limit' },
            ]}
            onChange={(direction) => setDraft({ ...draft, direction })}
          />
        )}
      </div>
      {isShown && <TaskStatus run={run} what="the rehearsal" act="Rehearse" />}
      {history && hasValues && history.pointsMs.length > 1 && shownLevel && (
        <RehearsalChart
          {...{ history, unit, severity, usual, fired }}
          title={watchedText(draft, book)}
          draft={shown}
          inForce={inForce?.levels[severity]?.threshold}
          episodes={next?.episodes ?? []}
          onLimit={setLimit}
        />
      )}
      {history && !hasValues && !run.isRunning && <p className={styles.note}>{emptyText(history)}</p>}
      {hasLimit ? (
        <LevelFields
          draft={shown}
          severity={severity}
          unit={unit}
          usual={usual}
          onSeverity={setSeverity}
          onDraft={change}
        />
      ) : (
        <p className={styles.loading} role="status">
          {run.isRunning && 'Reading the history …'}
        </p>
      )}
      {next && history && hasValues && (
        <section aria-label="Rehearsal" className={styles.rehearsal} aria-busy={rehearsal.isPlaceholderData}>
          <RehearsalTable
            now={now}
            next={next}
            nextName={rule ? 'new' : 'would be'}
            fired={fired}
            isSaved={rule !== undefined}
            days={history.days}
          />
        </section>
      )}
      {advice.data && hasValues && shownLevel && (
        <AlarmCurves
          curve={advice.data.curve}
          unit={unit}
          limit={shownLevel.threshold}
          incidents={incidents.length}
        />
      )}
      <MoreFields draft={shown} onDraft={change} />
      <div role="status" aria-label="Why this cannot be a rule yet">
        {problems.length > 0 && (
          <ul className={styles.problems}>
            {problems.map((problem) => (
              <li key={problem}>{problem}</li>
            ))}
          </ul>
        )}
      </div>
      {rule ? (
        <ChangePanel
          rule={rule}
          isSound={problems.length === 0}
          definition={definition}
          agreement={budget.agreement}
          isChanged={JSON.stringify(definition) !== JSON.stringify(definitionOf(draftOf(rule), usual))}
          onDraft={change}
        />
      ) : (
        hasLimit && (
          <CreatePanel
            pipeline={pipelineName}
            definition={definition}
            agreement={budget.agreement}
            isSound={problems.length === 0}
            onDraft={change}
          />
        )
      )}
      {rule && <LatestEvaluation rule={rule} />}
      {rule && <VersionList rule={rule} unit={unit} />}
    </>
  );
}

/** Thirty, unless the server has to make the history of so many slots. */
function daysAtFirst(month: ReturnType<typeof ruleSourceOf>): string {
  if (!('source' in month) || month.source.from !== 'preview') return '30';
  const slots = (month.source.toMs - month.source.fromMs) / month.source.everyMs;
  if (slots <= SLOTS_AT_FIRST) return '30';
  return slots * (7 / 30) <= SLOTS_AT_FIRST ? '7' : '1';
}

/** Each alert of a rule has a history of its own. */
function alertsOf(
  { condition, scope }: RuleDefinition,
  history: RuleHistoryView | undefined,
): readonly string[] {
  return 'metrics' in condition && !scope.eachVersion ? condition.metrics : (history?.alerts ?? []);
}

function alertLabel(name: string, { condition }: RuleDefinition, book: MetricBook): string {
  return 'metrics' in condition ? book.label(name) : name;
}

function emptyText({ pointsMs }: RuleHistoryView): string {
  return pointsMs.length === 0
    ? 'No slot of this history has ended yet: choose a shorter slot.'
    : 'The history has no values of this: choose something else to watch, or a longer history.';
}

/** Where a limit starts that nothing is suggested for: beyond everything seen, in three digits. */
function beyondAll({ least, greatest }: RuleHistoryView, { direction }: RuleDefinition): number | undefined {
  const worst = direction === 'above' ? greatest : least;
  if (Number.isNaN(worst)) return undefined;
  const step = 10 ** Math.floor(Math.log10((greatest - least || Math.abs(worst) || 1) / 50));
  const beyond = direction === 'above' ? Math.floor(worst / step) + 1 : Math.ceil(worst / step) - 1;
  return Number((beyond * step).toPrecision(12));
}
