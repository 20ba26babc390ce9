import { DurationField } from './duration-field.tsx';
import { EvidenceField } from './evidence-field.tsx';
import type { FieldsProps } from './fields-props.ts';
import { MetricsField } from './metrics-field.tsx';

export function NewCategoryFields({ condition, material, book, onChange }: FieldsProps<'newCategory'>) {
  return (
    <>
      <MetricsField
        metrics={material.metrics.filter(({ kind }) => kind === 'categorical')}
        chosen={condition.metrics}
        book={book}
        onChange={(metrics) => onChange({ ...condition, metrics })}
      />
      <DurationField
        label="over"
        seconds={condition.windowSeconds}
        onChange={(windowSeconds) => onChange({ ...condition, windowSeconds })}
      />
      <EvidenceField level={condition.level} onChange={(level) => onChange({ ...condition, level })} />
    </>
  );
}
