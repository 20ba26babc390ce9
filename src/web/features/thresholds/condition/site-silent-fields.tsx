import { NamesField } from './names-field.tsx';
import { DurationField } from './duration-field.tsx';
import type { FieldsProps } from './fields-props.ts';

export function SiteSilentFields({ condition, onChange }: FieldsProps<'siteSilent'>) {
  const { sites = [], ...rest } = condition;
  return (
    <>
      <NamesField
        label="Sites"
        placeholder="all, or names with commas between"
        names={sites}
        onChange={(names) => onChange(names.length === 0 ? rest : { ...rest, sites: names })}
      />
      <DurationField
        label="no longer expected after"
        seconds={condition.windowSeconds}
        onChange={(windowSeconds) => onChange({ ...condition, windowSeconds })}
      />
    </>
  );
}
