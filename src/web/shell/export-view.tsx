import { lazy, Suspense, useEffect, useState } from 'react';
import { useLoaded } from '../ui/use-loaded.ts';
import styles from './export-view.module.css';

const loadDialog = async () => ({ default: (await import('./export-dialog.tsx')).ExportDialog });
const ExportDialog = lazy(loadDialog);

/** The way to a file of what the page shows, or to paper: the browser alone would print what was scrolled to. */
export function ExportView({ title }: { title: string }) {
  const [opened, setOpened] = useState<'choices' | 'print'>();
  const isOpen = opened !== undefined;
  const hasDialog = useLoaded(loadDialog, isOpen);
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      const isPrint = (event.ctrlKey || event.metaKey) && !event.altKey && event.key.toLowerCase() === 'p';
      if (!isPrint || event.shiftKey || document.querySelector('dialog[open]')) return;
      event.preventDefault();
      setOpened('print');
    };
    addEventListener('keydown', onKey);
    return () => removeEventListener('keydown', onKey);
  }, []);
  return (
    <span className={styles.export} data-screen-only>
      <button type="button" onClick={() => setOpened('choices')}>
        Export
      </button>
      {hasDialog && (
        <Suspense>
          <ExportDialog
            title={title}
            isOpen={isOpen}
            isPrinting={opened === 'print'}
            onClose={() => setOpened(undefined)}
          />
        </Suspense>
      )}
    </span>
  );
}
