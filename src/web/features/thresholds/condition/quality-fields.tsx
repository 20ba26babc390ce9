import { qualityMeasures } from '#contract/rule-condition.ts';
import { estimableMeasures } from '#control/rule/check-rule.ts';
import { NumberField } from '../../../ui/number-field.tsx';
import { Segmented } from '../../../ui/segmented.tsx';
import { Select } from '../../../ui/select.tsx';
import { DurationField } from './duration-field.tsx';
import type { ConditionOf, FieldsProps } from './fields-props.ts';

type Measure = ConditionOf<'quality'>['measure'];

const measureNames: Record<Measure, string> = {
  accuracy: 'accuracy',
  precision: 'precision',
  recall: 'recall',
  f1: 'F1',
  rocAuc: 'ROC AUC',
  brier: 'Brier score',
  mae: 'mean absolute error',
  rmse: 'root mean square error',
};

export function QualityFields({ condition, onChange }: FieldsProps<'quality'>) {
  const { basis, measure } = condition;
  const offered = qualityMeasures.filter(
    (name) => basis === 'measured' || estimableMeasures.includes(name) || name === measure,
  );
  return (
    <>
      <Select
        label="Measure"
        value={measure}
        options={offered.map((value) => ({ value, label: measureNames[value] }))}
        onChange={(next) => onChange({ ...condition, measure: next })}
      />
      <Segmented
        label="Basis"
        value={basis}
        options={[
          { value: 'measured', label: 'measured by labels' },
          { value: 'estimated', label: 'estimated from confidences' },
        ]}
        onChange={(next) => onChange({ ...condition, basis: next })}
      />
      <DurationField
        label="over"
        seconds={condition.windowSeconds}
        onChange={(windowSeconds) => onChange({ ...condition, windowSeconds })}
      />
      <NumberField
        label="from"
        suffix="rows on"
        value={condition.leastRows}
        min={10}
        max={1_000_000}
        step={1}
        onChange={(leastRows) => onChange({ ...condition, leastRows: Math.round(leastRows) })}
      />
    </>
  );
}
