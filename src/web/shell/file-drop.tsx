import { useEffect, useState } from 'react';
import { useFileDeskPlace } from '../api/file-desk-provider.tsx';
import { showToast } from '../ui/toasts.ts';
import { importPath } from '../url/links.ts';
import { useAddress, useView } from '../url/use-view.ts';
import styles from './file-drop.module.css';

/** A file dropped anywhere on the window is read, and its page is shown. */
export function FileDrop() {
  const place = useFileDeskPlace();
  const { view } = useView();
  const { navigate } = useAddress();
  const [isOver, setOver] = useState(false);

  useEffect(() => {
    const enter = (event: DragEvent) => {
      if (!holdsFiles(event)) return;
      event.preventDefault(); // else the browser would open the file
      setOver(true);
    };
    const leave = ({ relatedTarget }: DragEvent) => {
      if (relatedTarget === null) setOver(false);
    };
    const drop = (event: DragEvent) => {
      setOver(false);
      if (!holdsFiles(event)) return;
      event.preventDefault();
      const files = [...(event.dataTransfer?.files ?? [])];
      if (files.length === 0) return;
      void take(files);
    };
    const take = async (files: File[]) => {
      try {
        const { deskAt } = await import('../api/use-file-desk.ts');
        deskAt(place).add(files);
        navigate(importPath(view));
      } catch (error) {
        showToast(`The files cannot be read now: ${error instanceof Error ? error.message : String(error)}`);
      }
    };
    window.addEventListener('dragover', enter);
    window.addEventListener('dragleave', leave);
    window.addEventListener('drop', drop);
    return () => {
      window.removeEventListener('dragover', enter);
      window.removeEventListener('dragleave', leave);
      window.removeEventListener('drop', drop);
    };
  }, [place, navigate, view]);

  if (!isOver) return null;
  return (
    <div className={styles.overlay} aria-hidden="true">
      <p>Drop to read in this browser. Nothing is sent.</p>
    </div>
  );
}

function holdsFiles({ dataTransfer }: DragEvent): boolean {
  return dataTransfer?.types.includes('Files') ?? false;
}
