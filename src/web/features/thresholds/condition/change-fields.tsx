import { Segmented } from '../../../ui/segmented.tsx';
import { DurationField } from './duration-field.tsx';
import type { FieldsProps } from './fields-props.ts';
import { SourceFields } from './source-fields.tsx';

const HOUR = 3_600;
const earlier = [HOUR, 6 * HOUR, 24 * HOUR, 7 * 24 * HOUR, 28 * 24 * HOUR];

export function ChangeFields({ condition, material, book, onChange }: FieldsProps<'change'>) {
  return (
    <>
      <SourceFields condition={condition} material={material} book={book} onChange={onChange} />
      <DurationField
        label="against the same"
        seconds={condition.agoSeconds}
        choices={earlier.filter((seconds) => seconds >= condition.windowSeconds)}
        onChange={(agoSeconds) => onChange({ ...condition, agoSeconds })}
      />
      <span>before, as</span>
      <Segmented
        label="Change as"
        value={condition.as}
        options={[
          { value: 'ratio', label: 'a share of it' },
          { value: 'difference', label: 'a difference' },
        ]}
        onChange={(as) => onChange({ ...condition, as })}
      />
    </>
  );
}
