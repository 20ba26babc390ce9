import { Select } from '../../../ui/select.tsx';
import { DurationField } from './duration-field.tsx';
import type { FieldsProps } from './fields-props.ts';

export function LabelDelayFields({ condition, onChange }: FieldsProps<'labelDelay'>) {
  return (
    <>
      <Select
        label="Measure"
        value={condition.measure}
        options={[
          { value: 'p50', label: 'median time from row to label' },
          { value: 'p90', label: 'p90 of the time from row to label' },
          { value: 'silence', label: 'time since the latest label' },
        ]}
        onChange={(measure) => onChange({ ...condition, measure })}
      />
      <DurationField
        label="over"
        seconds={condition.windowSeconds}
        onChange={(windowSeconds) => onChange({ ...condition, windowSeconds })}
      />
    </>
  );
}
