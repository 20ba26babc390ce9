import { Select } from '../../ui/select.tsx';
import { snoozeUntil } from './snooze-until.ts';

const choices = [
  { value: '', label: 'Snooze …' },
  { value: '30', label: '30 min' },
  { value: '120', label: '2 h' },
  { value: '480', label: '8 h' },
  { value: '1440', label: '24 h' },
  { value: 'worse', label: 'until it worsens' },
] as const;

/** Hides an alert until a time; it comes back before that when its severity rises. */
export function SnoozeMenu({
  onSnooze,
  isDisabled,
}: {
  /** Without a time: as long as its severity allows. */
  onSnooze: (until: string | undefined) => void;
  isDisabled?: boolean;
}) {
  return (
    <Select
      label="Snooze"
      isLabelHidden
      value=""
      options={choices}
      isDisabled={isDisabled}
      onChange={(value) => {
        if (value === '') return;
        onSnooze(value === 'worse' ? undefined : snoozeUntil(Number(value)));
      }}
    />
  );
}
