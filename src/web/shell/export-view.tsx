import { lazy, Suspense, useState } from 'react';
import { useLoaded } from '../ui/use-loaded.ts';
import styles from './export-view.module.css';

const loadDialog = async () => ({ default: (await import('./export-dialog.tsx')).ExportDialog });
const ExportDialog = lazy(loadDialog);

/** The way to a file of what the page shows. */
export function ExportView({ title }: { title: string }) {
  const [isOpen, setOpen] = useState(false);
  const hasDialog = useLoaded(loadDialog, isOpen);
  return (
    <span className={styles.export} data-screen-only>
      <button type="button" onClick={() => setOpen(true)}>
        Export
      </button>
      {hasDialog && (
        <Suspense>
          <ExportDialog title={title} isOpen={isOpen} onClose={() => setOpen(false)} />
        </Suspense>
      )}
    </span>
  );
}
