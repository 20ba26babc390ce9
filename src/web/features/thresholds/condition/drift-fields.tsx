import { ruleDriftMethods } from '#contract/rule-condition.ts';
import { methodTexts } from '../../../health/drift-methods.ts';
import { Select } from '../../../ui/select.tsx';
import { DurationField } from './duration-field.tsx';
import { EvidenceField } from './evidence-field.tsx';
import type { FieldsProps } from './fields-props.ts';
import { MetricsField } from './metrics-field.tsx';

export const driftTests = ruleDriftMethods.map((value) => ({ value, label: methodTexts[value].name }));

export function DriftFields({ condition, material, book, onChange }: FieldsProps<'drift'>) {
  const isOfNumbers = condition.method === 'ks' || condition.method === 'wasserstein';
  const metrics = material.metrics.filter(({ kind }) => !isOfNumbers || kind === 'numeric');
  return (
    <>
      <MetricsField
        metrics={metrics}
        chosen={condition.metrics}
        book={book}
        onChange={(chosen) => onChange({ ...condition, metrics: chosen })}
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
      <EvidenceField level={condition.level} onChange={(level) => onChange({ ...condition, level })} />
    </>
  );
}
