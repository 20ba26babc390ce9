import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { Severity } from '#contract/alert-words.ts';
import type { StageSummary } from '#contract/pipeline.ts';
import type { Rule, RuleDefinition } from '#contract/rule.ts';
import { recoveryOf } from '#control/threshold/replay.ts';
import type { RuleHistoryView } from '#workers/rehearsal/rehearsal-protocol.ts';
import { useDriftClient } from '../../api/drift-client.tsx';
import { useMetricBook } from '../../api/metric-settings.ts';
import { ruleHistoryQuery, ruleRehearsalQuery, thresholdAdviceQuery } from '../../api/rule-rehearsal.ts';
import { noSource, ruleSourceOf } from '../../api/rule-source.ts';
import { LimitChart } from '../../charts/limit-chart.tsx';
import { formatDuration, formatValue, type Unit } from '../../format/number.ts';
import { ruleUnit } from '../../format/rule-unit.ts';
import { useZone } from '../../state/preferences.ts';
import { Select } from '../../ui/select.tsx';
import { AlarmCurves } from './alarm-curves.tsx';
import { BudgetPanel } from './budget-panel.tsx';
import { LevelFields } from './level-fields.tsx';
import { RehearsalTable } from './rehearsal-table.tsx';
import { definitionOf, draftOf, valuesAre, watchedText, withLevel, withSlots } from './rule-draft.ts';
import { ChangePanel, CreatePanel } from './save-panel.tsx';
import styles from './threshold-editor.module.css';
import { useBudget } from './use-budget.ts';
import { VersionList } from './version-list.tsx';

const DAY_MS = 86_400_000;
const spans = [7, 30, 90].map((days) => ({ value: String(days), label: `last ${days} days` }));
const slotLengths = [60, 300, 900, 3_600, 21_600, 86_400];

/** A rule, its limit as a handle on the chart, and at every change what it would have done. */
export function ThresholdEditor({
  pipeline,
  stage,
  rule,
  initial,
}: {
  pipeline: string;
  stage: StageSummary | undefined;
  /** Left out for a rule that is yet to be made. */
  rule?: Rule;
  initial: RuleDefinition;
}) {
  const [draft, setDraft] = useState(initial);
  const [severity, setSeverity] = useState<Severity>(initial.levels.critical ? 'critical' : 'warning');
  const [days, setDays] = useState('30');
  const [openedMs] = useState(() => Date.now());
  const [isLimitSet, setLimitSet] = useState(rule !== undefined);
  const drift = useDriftClient();
  const book = useMetricBook(pipeline, draft.scope.stage ?? '');
  const unit = ruleUnit(draft.condition, book);

  const [firstMs] = useState(() => (stage?.firstSeen === undefined ? 0 : Date.parse(stage.firstSeen)));
  const fromMs = Math.max(firstMs, openedMs - Number(days) * DAY_MS);
  const found = ruleSourceOf(pipeline, draft, { fromMs, toMs: openedMs });
  const source = 'source' in found ? found.source : undefined;
  const isShown = source !== undefined;
  const { data: history, error } = useQuery({
    ...ruleHistoryQuery(drift, source ?? noSource, draft.direction),
    enabled: isShown,
  });
  const usual = history?.usual ?? Number.NaN;

  const budget = useBudget(pipeline, rule, draft);
  const level = draft.levels[severity];
  const { forSlots = 0, keepSlots = 0 } = level ?? {};
  const advice = useQuery({
    ...thresholdAdviceQuery(drift, {
      source: source ?? noSource,
      direction: draft.direction,
      forSlots,
      keepSlots,
      perWeek: budget.ownPerWeek,
      valuesAre: valuesAre(draft),
      incidents: [],
    }),
    enabled: isShown && history !== undefined && level !== undefined && budget.ownPerWeek > 0,
  });
  const suggestion = budget.ownPerWeek > 0 ? advice.data?.suggestion : undefined;

  // Until somebody sets a limit, a new rule has the one that its budget asks for.
  const first = suggestion?.status === 'ok' ? suggestion.threshold : history && beyondAll(history, draft);
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
      rules: [...(rule ? [rule.levels] : []), shown.levels],
      incidents: [],
    }),
    enabled: isShown && history !== undefined && hasLimit,
  });
  const next = rehearsal.data?.at(-1);
  const now = rule && rehearsal.data?.[0];
  const shownLevel = shown.levels[severity];
  const definition = definitionOf(shown, usual);
  return (
    <>
      <p className={styles.answer}>
        {watchedText(draft, book)}, every {formatDuration(draft.everySeconds * 1000)}, trouble is{' '}
        {draft.direction} the limit.
        {rule && ` Version ${rule.version}${rule.state === 'paused' ? ', paused' : ''}.`}
      </p>
      {isShown ? (
        <BudgetPanel
          budget={budget}
          draft={draft}
          unit={unit}
          suggestion={suggestion}
          isPending={advice.isFetching}
          onDraft={setDraft}
          onLimit={setLimit}
        />
      ) : (
        <p className={styles.note}>{'obstacle' in found && found.obstacle}</p>
      )}
      <div className={styles.fields}>
        <Select label="History" value={days} options={spans} onChange={setDays} />
        <Select
          label="Slot"
          value={String(draft.everySeconds)}
          options={[...new Set([...slotLengths, draft.everySeconds])].map((seconds) => ({
            value: String(seconds),
            label: formatDuration(seconds * 1000),
          }))}
          onChange={(seconds) => setDraft(withSlots(draft, Number(seconds)))}
        />
        <Select
          label="Trouble"
          value={draft.direction}
          options={[
            { value: 'above', label: 'above the limit' },
            { value: 'below', label: 'below the limit' },
          ]}
          onChange={(direction) => setDraft({ ...draft, direction })}
        />
      </div>
      {error && <p role="alert">The history could not be read: {error.message}</p>}
      {history && history.pointsMs.length > 1 && shownLevel && (
        <Chart
          {...{ history, unit, severity }}
          title={watchedText(draft, book)}
          draft={shown}
          usual={usual}
          inForce={rule?.levels[severity]?.threshold}
          episodes={next?.episodes ?? []}
          onLimit={setLimit}
        />
      )}
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
          {history ? emptyText(history) : 'Reading the history …'}
        </p>
      )}
      {next && history && (
        <section aria-label="Rehearsal" className={styles.rehearsal} aria-busy={rehearsal.isPlaceholderData}>
          <RehearsalTable
            now={now}
            next={next}
            nextName={rule ? 'new' : 'would be'}
            incidents={0}
            days={history.days}
          />
        </section>
      )}
      {advice.data && shownLevel && (
        <AlarmCurves curve={advice.data.curve} unit={unit} limit={shownLevel.threshold} />
      )}
      {rule ? (
        <ChangePanel
          rule={rule}
          definition={definition}
          agreement={budget.agreement}
          isChanged={JSON.stringify(definition) !== JSON.stringify(definitionOf(draftOf(rule), usual))}
          onDraft={change}
        />
      ) : (
        hasLimit && (
          <CreatePanel
            pipeline={pipeline}
            definition={definition}
            agreement={budget.agreement}
            onDraft={change}
          />
        )
      )}
      {rule && <VersionList rule={rule} unit={unit} />}
    </>
  );
}

function Chart({
  history,
  title,
  unit,
  severity,
  draft,
  usual,
  inForce,
  episodes,
  onLimit,
}: {
  history: RuleHistoryView;
  title: string;
  unit: Unit;
  severity: Severity;
  draft: RuleDefinition;
  usual: number;
  inForce: number | undefined;
  episodes: readonly { fromMs: number; toMs: number | null }[];
  onLimit: (threshold: number) => void;
}) {
  const zone = useZone();
  const level = draft.levels[severity];
  if (!level) return null;
  const { least, greatest, slotsInPoint, pointsMs, values } = history;
  const end = pointsMs.at(-1) ?? 0;
  const step = 10 ** Math.floor(Math.log10((greatest - least || Math.abs(greatest) || 1) / 50));
  const fired = `${episodes.length} ${episodes.length === 1 ? 'alert' : 'alerts'}`;
  return (
    <LimitChart
      title={title}
      sentence={`Usually ${formatValue(usual, unit)}, from ${formatValue(least, unit)} to ${formatValue(greatest, unit)}; at ${formatValue(level.threshold, unit)} it would have fired ${fired}.${slotsInPoint > 1 ? ` Each point is the worst of ${slotsInPoint} slots.` : ''}`}
      unit={unit}
      zone={zone}
      times={pointsMs}
      values={values}
      limit={{
        value: level.threshold,
        recover: recoveryOf(level, usual, draft.direction),
        severity,
        direction: draft.direction,
      }}
      inForce={inForce}
      step={step}
      onLimit={onLimit}
      lanes={[
        {
          name: 'would',
          spans: episodes.map(({ fromMs, toMs }) => ({ fromMs, toMs: toMs ?? end })),
        },
      ]}
    />
  );
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
