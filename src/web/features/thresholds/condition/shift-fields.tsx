import { formatDuration } from '../../../format/number.ts';
import { NumberField } from '../../../ui/number-field.tsx';
import type { FieldsProps } from './fields-props.ts';
import { SidesField } from './sides-field.tsx';
import { SourceFields } from './source-fields.tsx';

export function ShiftFields({ condition, material, book, onChange }: FieldsProps<'shift'>) {
  const lengthOf = (slots: number) => formatDuration(slots * condition.windowSeconds * 1000);
  return (
    <>
      <SourceFields condition={condition} material={material} book={book} onChange={onChange} />
      <NumberField
        label="baseline"
        suffix={`windows (${lengthOf(condition.baselineSlots)})`}
        value={condition.baselineSlots}
        min={20}
        max={1_000}
        step={1}
        onChange={(next) => onChange({ ...condition, baselineSlots: Math.round(next) })}
      />
      <NumberField
        label="then summed over"
        suffix={`windows (${lengthOf(condition.slots)})`}
        value={condition.slots}
        min={5}
        max={500}
        step={1}
        onChange={(next) => onChange({ ...condition, slots: Math.round(next) })}
      />
      <NumberField
        label="shift to be found"
        suffix="standard deviations"
        value={condition.slack * 2}
        min={0.02}
        max={10}
        onChange={(shift) => onChange({ ...condition, slack: shift / 2 })}
      />
      <SidesField value={condition.sides} onChange={(sides) => onChange({ ...condition, sides })} />
    </>
  );
}
