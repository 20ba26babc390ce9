import { useState } from 'react';
import type { Pipeline } from '#contract/pipeline.ts';
import type { Rule, RuleDefinition } from '#contract/rule.ts';
import { useMetricBook } from '../../api/metric-settings.ts';
import { formatDuration } from '../../format/number.ts';
import { ConditionForm } from './condition/condition-form.tsx';
import { startCondition } from './condition/start-condition.ts';
import { hasFixedLimit, withCondition } from './condition/start-rule.ts';
import { materialOf, problemsOf, useSurroundings } from './condition/use-surroundings.ts';
import { RuleRehearsal } from './rule-rehearsal.tsx';
import styles from './threshold-editor.module.css';
import { suggestedName, watchedText } from './watched-text.ts';

/** A rule: what it watches, and when that is trouble. */
export function ThresholdEditor({
  pipeline,
  rule,
  initial,
}: {
  pipeline: Pipeline;
  /** Left out for a rule that is yet to be made. */
  rule?: Rule;
  initial: RuleDefinition;
}) {
  // Another kind of value has another history and another limit, so that its rehearsal begins anew.
  const [{ draft, hasOwnLimit, turn }, setEdited] = useState({
    draft: initial,
    hasOwnLimit: rule !== undefined || hasFixedLimit(initial.condition),
    turn: 0,
  });
  const book = useMetricBook(pipeline.name, draft.scope.stage ?? '');
  const surroundings = useSurroundings(pipeline, rule);
  // What has no stage of its own may become something that has one.
  const stage = draft.scope.stage ?? pipeline.stages.at(0)?.name;
  const setDraft = (next: RuleDefinition) =>
    setEdited((edited) => ({ ...edited, draft: withName(next, edited.draft) }));
  const withName = (next: RuleDefinition, before: RuleDefinition) =>
    rule === undefined && next.name === suggestedName(before, book)
      ? { ...next, name: suggestedName(next, book) }
      : next;
  const setCondition = (base: RuleDefinition, condition: RuleDefinition['condition']) => {
    const isMoved = base.scope.stage !== draft.scope.stage;
    const place = { stage: base.scope.stage ?? stage, isBatch: pipeline.kind === 'batch' };
    const changed = withCondition(base, condition, place);
    const next = withName(changed.draft, draft);
    setEdited(
      changed.isNewValue || isMoved
        ? { draft: next, hasOwnLimit: hasFixedLimit(condition), turn: turn + 1 }
        : { draft: next, hasOwnLimit, turn },
    );
  };
  const setScope = (scope: RuleDefinition['scope']) => {
    const moved = { ...draft, scope };
    if (scope.stage === draft.scope.stage) return setDraft(moved);
    const { condition } = draft;
    const hasMetrics = 'metrics' in condition || 'metric' in condition;
    const material = materialOf(surroundings, scope.stage);
    return setCondition(moved, hasMetrics ? startCondition(condition.kind, undefined, material) : condition);
  };
  return (
    <>
      <p className={styles.answer}>
        {watchedText(draft, book)}, every {formatDuration(draft.everySeconds * 1000)}, trouble is{' '}
        {draft.direction} the limit.
        {rule && ` Version ${rule.version}${rule.state === 'paused' ? ', paused' : ''}.`}
      </p>
      <ConditionForm
        draft={draft}
        pipeline={pipeline}
        material={materialOf(surroundings, stage)}
        book={book}
        onCondition={(condition) => setCondition(draft, condition)}
        onScope={setScope}
      />
      <RuleRehearsal
        key={turn}
        pipeline={pipeline}
        rule={rule}
        draft={draft}
        hasOwnLimit={hasOwnLimit}
        isComparable={turn === 0}
        problems={problemsOf(draft, surroundings)}
        onDraft={setDraft}
      />
    </>
  );
}
