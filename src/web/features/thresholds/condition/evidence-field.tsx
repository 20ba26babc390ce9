import { NumberField } from '../../../ui/number-field.tsx';

/** Below which p-value an effect counts. */
export function EvidenceField({ level, onChange }: { level: number; onChange: (level: number) => void }) {
  return (
    <NumberField
      label="counts with p below"
      suffix="for all metrics together"
      value={level}
      min={1e-9}
      max={0.05}
      onChange={onChange}
    />
  );
}
