import { formatDuration } from '../../../format/number.ts';
import { Select } from '../../../ui/select.tsx';

const windows = [300, 600, 900, 1_800, 3_600, 10_800, 21_600, 43_200, 86_400, 604_800, 2_592_000];

/** A length of time out of a few, the present one always among them. */
export function DurationField({
  label,
  seconds,
  choices = windows,
  onChange,
}: {
  label: string;
  seconds: number;
  choices?: readonly number[];
  onChange: (seconds: number) => void;
}) {
  const offered = [...new Set([...choices, seconds])].sort((a, b) => a - b);
  return (
    <Select
      label={label}
      value={String(seconds)}
      options={offered.map((value) => ({ value: String(value), label: formatDuration(value * 1000) }))}
      onChange={(value) => onChange(Number(value))}
    />
  );
}
