import { formatZone } from '../format/time.ts';
import {
  setPreferences,
  themes,
  usePreferences,
  useZone,
  zoneName,
  type Theme,
} from '../state/preferences.ts';
import { useNow } from './use-now.ts';
import { Select } from '../ui/select.tsx';

const themeNames: Record<Theme, string> = {
  system: 'System theme',
  light: 'Light theme',
  dark: 'Dark theme',
};

export function ThemeChoice() {
  const theme = usePreferences((preferences) => preferences.theme);
  return (
    <Select
      label="Theme"
      isLabelHidden
      options={themes.map((known) => ({ value: known, label: themeNames[known] }))}
      value={theme}
      onChange={(chosen) => setPreferences({ theme: chosen })}
    />
  );
}

/** Shows all times in the other zone; links keep their instants. */
export function ZoneToggle() {
  const zone = useZone();
  const nowMs = useNow(60_000);
  const shown = formatZone(zone, nowMs);
  const other = formatZone(otherZoneName(zone), nowMs);
  return (
    <button
      type="button"
      aria-label={`Times are shown in ${shown}; show them in ${other}`}
      title={`Show times in ${other} ( z )`}
      onClick={toggleZone}
    >
      {shown}
    </button>
  );
}

export function toggleZone(): void {
  setPreferences({ zone: usePreferences.getState().zone === 'UTC' ? 'local' : 'UTC' });
}

function otherZoneName(zone: string): string {
  return zoneName(zone === 'UTC' ? 'local' : 'UTC');
}
