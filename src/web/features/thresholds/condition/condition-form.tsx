import type { Pipeline } from '#contract/pipeline.ts';
import type { RuleDefinition } from '#contract/rule.ts';
import { isOfWholePipeline, needsStage } from '#control/rule/check-rule.ts';
import type { MetricBook } from '../../../format/metric-book.ts';
import { Select } from '../../../ui/select.tsx';
import { kindNames } from '../watched-text.ts';
import styles from './condition-form.module.css';
import { KindFields } from './kind-fields.tsx';
import { ReferenceField } from './reference-field.tsx';
import { ScopeFields } from './scope-fields.tsx';
import { type ConditionMaterial, type RuleKind, startCondition } from './start-condition.ts';

/** Kinds of which people make one by hand; the board's own rule is made by agreeing on its budget. */
const offered = (Object.keys(kindNames) as RuleKind[]).filter((kind) => kind !== 'alarmBudget');

const abouts: Record<RuleKind, string> = {
  metric: 'A statistic of the values in a window, against a number.',
  change: 'The statistic against the same one of an earlier time, such as the same hour a week before.',
  band: 'How far the statistic lies outside what is usual in this hour of the week, in robust standard deviations.',
  shift: 'A small change that stays: the sum of what lies beyond the usual (CUSUM), in standard deviations.',
  drift: 'How far the distribution of a metric has moved from the reference; only with evidence.',
  stageDrift:
    'All metrics of the stage under one budget of false alarms: 0 is the limit that the budget asks for.',
  newCategory: 'The share of rows whose category the reference has never seen.',
  quality: 'How good the answers are, by labels or as confidences let expect.',
  labelDelay: 'How long labels take.',
  burnRate:
    'How fast the budget of bad answers is used up, in several windows at once: 1 is the limit of the nearest pair.',
  runLate: 'By how long the newest run that is due is overdue.',
  siteSilent: 'How long a site has sent nothing; each site is an alert of its own.',
  composite: 'How many of several rules fire together.',
  alarmBudget: 'Whether people called more alarms noise than was promised.',
};

/** What a rule watches: its kind, where, and the fields of the kind. */
export function ConditionForm({
  draft,
  pipeline,
  material,
  book,
  onCondition,
  onScope,
}: {
  draft: RuleDefinition;
  pipeline: Pipeline;
  material: ConditionMaterial;
  book: MetricBook;
  onCondition: (condition: RuleDefinition['condition']) => void;
  onScope: (scope: RuleDefinition['scope']) => void;
}) {
  const { condition, scope } = draft;
  const { kind } = condition;
  const kinds: readonly RuleKind[] = kind === 'alarmBudget' ? [kind] : offered;
  return (
    <section aria-label="What is watched" className={styles.form}>
      <div className={styles.fields}>
        <Select
          label="Watch"
          value={kind}
          options={kinds.map((value) => ({ value, label: kindNames[value] }))}
          onChange={(next) => onCondition(startCondition(next, condition, material))}
        />
        {!isOfWholePipeline(condition) && (
          <StageField
            pipeline={pipeline}
            stage={scope.stage}
            isNeeded={needsStage(condition)}
            onChange={(stage) => onScope(stage === undefined ? {} : { stage })}
          />
        )}
        <KindFields condition={condition} material={material} book={book} onChange={onCondition} />
        {isAgainstReference(condition) && scope.stage !== undefined && (
          <ReferenceField
            pipeline={pipeline.name}
            stage={scope.stage}
            condition={condition}
            onChange={onCondition}
          />
        )}
        <ScopeFields draft={draft} pipeline={pipeline.name} onScope={onScope} />
      </div>
      <p className={styles.about}>{abouts[kind]}</p>
    </section>
  );
}

type AgainstReference = Extract<RuleDefinition['condition'], { reference?: string | undefined }>;

function isAgainstReference(condition: RuleDefinition['condition']): condition is AgainstReference {
  return ['drift', 'stageDrift', 'newCategory', 'quality'].includes(condition.kind);
}

const ALL = '';

function StageField({
  pipeline,
  stage,
  isNeeded,
  onChange,
}: {
  pipeline: Pipeline;
  stage: string | undefined;
  isNeeded: boolean;
  onChange: (stage: string | undefined) => void;
}) {
  return (
    <Select
      label="of stage"
      value={stage ?? ALL}
      options={[
        ...(isNeeded ? [] : [{ value: ALL, label: 'any' }]),
        ...pipeline.stages.map(({ name, title }) => ({ value: name, label: title ?? name })),
      ]}
      onChange={(value) => onChange(value === ALL ? undefined : value)}
    />
  );
}
