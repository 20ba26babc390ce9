import { setPreferences, usePreferences } from '../state/preferences.ts';
import { Dialog } from '../ui/dialog.tsx';
import styles from './key-list.module.css';
import type { Shortcut } from './shortcuts.ts';

const chartKeys = [
  { keys: '← →', label: 'Sample before and after (with Shift: ten)' },
  { keys: '↑ ↓', label: 'Next chart at the same instant' },
  { keys: 'Home End', label: 'First and last sample' },
  { keys: 'Enter', label: 'Pin the instant' },
  { keys: 'v', label: 'Table instead of the chart' },
];

export function KeyList({
  shortcuts,
  isOpen,
  onOpenChange,
}: {
  shortcuts: readonly Shortcut[];
  isOpen: boolean;
  onOpenChange: (isOpen: boolean) => void;
}) {
  const hasShortcuts = usePreferences((preferences) => preferences.hasShortcuts);
  return (
    <Dialog title="Keys" isOpen={isOpen} onClose={() => onOpenChange(false)}>
      <Keys caption="Anywhere" rows={[{ keys: 'Ctrl K', label: 'Search' }, ...shortcuts]} />
      <Keys caption="In a chart" rows={chartKeys} />
      <label className={styles.choice}>
        <input
          type="checkbox"
          checked={hasShortcuts}
          onChange={({ target }) => setPreferences({ hasShortcuts: target.checked })}
        />
        Single keys act on the page
      </label>
    </Dialog>
  );
}

function Keys({ caption, rows }: { caption: string; rows: readonly { keys: string; label: string }[] }) {
  return (
    <table className={styles.keys}>
      <caption>{caption}</caption>
      <tbody>
        {rows.map(({ keys, label }) => (
          <tr key={keys}>
            <th scope="row">
              <kbd>{keys}</kbd>
            </th>
            <td>{label}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
