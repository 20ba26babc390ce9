import { Select } from '../../../ui/select.tsx';

const sides = [
  { value: 'both', label: 'on either side' },
  { value: 'upper', label: 'upwards' },
  { value: 'lower', label: 'downwards' },
] as const;

type Sides = (typeof sides)[number]['value'];

/** Which way from what is usual is trouble. */
export function SidesField({ value, onChange }: { value: Sides; onChange: (value: Sides) => void }) {
  return <Select<Sides> label="Off" value={value} options={sides} onChange={onChange} />;
}
