import { useQuery } from '@tanstack/react-query';
import { referencesQuery } from '../../../api/references.ts';
import { Select } from '../../../ui/select.tsx';

const NEWEST = '';

/** What rows are held against: a reference of the stage, or always its newest one. */
export function ReferenceField<Condition extends { reference?: string | undefined }>({
  pipeline,
  stage,
  condition,
  onChange,
}: {
  pipeline: string;
  stage: string;
  condition: Condition;
  onChange: (condition: Condition) => void;
}) {
  const { data: references = [] } = useQuery(referencesQuery(pipeline, stage));
  const { reference: chosen, ...rest } = condition;
  const named = references.map(({ id, name, version }) => ({
    value: id,
    label: version > 1 ? `${name} v${version}` : name,
  }));
  const isKnown = chosen === undefined || named.some(({ value }) => value === chosen);
  return (
    <Select
      label="Reference"
      value={chosen ?? NEWEST}
      options={[
        { value: NEWEST, label: 'always the newest' },
        ...(isKnown ? [] : [{ value: chosen, label: chosen }]),
        ...named,
      ]}
      onChange={(reference) =>
        onChange((reference === NEWEST ? rest : { ...rest, reference }) as unknown as Condition)
      }
    />
  );
}
