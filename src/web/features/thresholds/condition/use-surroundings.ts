import { useQuery } from '@tanstack/react-query';
import type { Catalogue, Pipeline } from '#contract/pipeline.ts';
import { type Rule, RuleDefinition } from '#contract/rule.ts';
import { checkRule } from '#control/rule/check-rule.ts';
import { catalogueQuery } from '../../../api/pipelines.ts';
import { rulesQuery } from '../../../api/rules.ts';
import type { ConditionMaterial } from './start-condition.ts';

/** What a rule is made in: the stages with their metrics, and the other rules of the pipeline. */
export type Surroundings = { pipeline: Pipeline; stages: Catalogue['stages']; rules: readonly Rule[] };

export function useSurroundings(pipeline: Pipeline, rule: Rule | undefined): Surroundings {
  const { data: catalogue } = useQuery(catalogueQuery(pipeline.name));
  const { data: rules = [] } = useQuery(rulesQuery(pipeline.name));
  return {
    pipeline,
    stages: catalogue?.stages ?? [],
    rules: rules.filter(({ id }) => id !== rule?.id),
  };
}

/** What a condition on a stage can be made of. */
export function materialOf(
  { pipeline, stages, rules }: Surroundings,
  stage: string | undefined,
): ConditionMaterial {
  return {
    metrics: stages.find(({ name }) => name === stage)?.metrics ?? [],
    rules,
    isBatch: pipeline.kind === 'batch',
  };
}

/** Why a draft cannot be a rule yet, in the words that the server would refuse it with; its name is asked for where it is saved. */
export function problemsOf(draft: RuleDefinition, { pipeline, stages, rules }: Surroundings): string[] {
  const parsed = RuleDefinition.safeParse({ ...draft, name: draft.name.trim() || 'unnamed' });
  if (!parsed.success) return parsed.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`);
  const declared = pipeline.stages.map(({ name }) => ({
    name,
    metrics: (stages.find((stage) => stage.name === name)?.metrics ?? []).map(({ id, kind }) => ({
      metric: id,
      kind,
    })),
  }));
  return checkRule(parsed.data, { pipeline: pipeline.name, stages: declared, rules });
}
