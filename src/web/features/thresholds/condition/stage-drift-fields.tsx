import { Select } from '../../../ui/select.tsx';
import { driftTests } from './drift-fields.tsx';
import { DurationField } from './duration-field.tsx';
import type { FieldsProps } from './fields-props.ts';

export function StageDriftFields({ condition, onChange }: FieldsProps<'stageDrift'>) {
  return (
    <>
      <Select
        label="Metrics"
        value={condition.group}
        options={[
          { value: 'input', label: 'all inputs' },
          { value: 'output', label: 'all outputs' },
          { value: 'all', label: 'all of the stage' },
        ]}
        onChange={(group) => onChange({ ...condition, group })}
      />
      <Select
        label="Test"
        value={condition.method}
        options={driftTests}
        onChange={(method) => onChange({ ...condition, method })}
      />
      <DurationField
        label="over"
        seconds={condition.windowSeconds}
        onChange={(windowSeconds) => onChange({ ...condition, windowSeconds })}
      />
      <Select
        label="Named by"
        value={condition.naming}
        options={[
          { value: 'benjaminiYekutieli', label: 'Benjamini–Yekutieli (any dependence)' },
          { value: 'benjaminiHochberg', label: 'Benjamini–Hochberg' },
        ]}
        onChange={(naming) => onChange({ ...condition, naming })}
      />
    </>
  );
}
