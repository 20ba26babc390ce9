import { useEffect } from 'react';

/** Ctrl or Cmd+K opens the palette, wherever the focus is, and closes it. */
export function usePaletteKey(isOpen: boolean, onOpenChange: (isOpen: boolean) => void): void {
  useEffect(() => {
    const toggle = (event: KeyboardEvent) => {
      if (
        event.key.toLowerCase() !== 'k' ||
        !(event.ctrlKey || event.metaKey) ||
        event.altKey ||
        event.shiftKey
      )
        return;
      event.preventDefault();
      onOpenChange(!isOpen);
    };
    document.addEventListener('keydown', toggle);
    return () => document.removeEventListener('keydown', toggle);
  }, [isOpen, onOpenChange]);
}
