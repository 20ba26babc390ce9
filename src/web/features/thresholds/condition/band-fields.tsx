import { NumberField } from '../../../ui/number-field.tsx';
import type { FieldsProps } from './fields-props.ts';
import { SidesField } from './sides-field.tsx';
import { SourceFields } from './source-fields.tsx';

/** Lengths that fit into an hour. */
const windows = [300, 600, 900, 1_800, 3_600];

export function BandFields({ condition, material, book, onChange }: FieldsProps<'band'>) {
  return (
    <>
      <SourceFields {...{ condition, material, book, windows, onChange }} />
      <NumberField
        label="band of"
        suffix="weeks of the same hour"
        value={condition.weeks}
        min={1}
        max={12}
        step={1}
        onChange={(weeks) => onChange({ ...condition, weeks: Math.round(weeks) })}
      />
      <SidesField value={condition.sides} onChange={(sides) => onChange({ ...condition, sides })} />
    </>
  );
}
