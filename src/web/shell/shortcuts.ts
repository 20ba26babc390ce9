import { useEffect, useRef } from 'react';
import { usePreferences } from '../state/preferences.ts';

/** How long `g` waits for its second key. */
const SEQUENCE_MS = 1000;

export type Shortcut = {
  /** One key, or two after each other, as in `g f`. */
  keys: string;
  label: string;
  run: () => void;
};

/** Single keys anywhere on the page; never while somebody types, chooses in a list or reads a dialog. */
export function useShortcuts(shortcuts: readonly Shortcut[]): void {
  const isOn = usePreferences(({ hasShortcuts }) => hasShortcuts);
  const latest = useRef(shortcuts);
  useEffect(() => {
    latest.current = shortcuts;
  });

  useEffect(() => {
    if (!isOn) return undefined;
    let first: { key: string; at: number } | undefined;
    const press = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || isTyping(event)) return;
      const sequence =
        first && event.timeStamp - first.at < SEQUENCE_MS ? `${first.key} ${event.key}` : event.key;
      const shortcut = latest.current.find(({ keys }) => keys === sequence);
      const isStart = latest.current.some(({ keys }) => keys.startsWith(`${event.key} `));
      first = !shortcut && isStart ? { key: event.key, at: event.timeStamp } : undefined;
      if (!shortcut) return;
      event.preventDefault();
      shortcut.run();
    };
    document.addEventListener('keydown', press);
    return () => document.removeEventListener('keydown', press);
  }, [isOn]);
}

const takesKeys =
  'input, textarea, select, dialog, [contenteditable]:not([contenteditable="false"]), [role="dialog"], [role="menu"], [role="listbox"], [role="combobox"]';

function isTyping({ target }: KeyboardEvent): boolean {
  return target instanceof Element && target.closest(takesKeys) !== null;
}
