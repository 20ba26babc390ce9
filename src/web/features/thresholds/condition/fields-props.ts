import type { RuleCondition } from '#contract/rule-condition.ts';
import type { MetricBook } from '../../../format/metric-book.ts';
import type { ConditionMaterial, RuleKind } from './start-condition.ts';

export type ConditionOf<Kind extends RuleKind> = Extract<RuleCondition, { kind: Kind }>;

/** What the fields of a kind of rule are given. */
export interface FieldsProps<Kind extends RuleKind> {
  condition: ConditionOf<Kind>;
  material: ConditionMaterial;
  book: MetricBook;
  onChange: (condition: ConditionOf<Kind>) => void;
}
