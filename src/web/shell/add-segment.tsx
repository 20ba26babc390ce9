import { lazy, Suspense, useState } from 'react';
import { Dialog } from '../ui/dialog.tsx';
import { useView } from '../url/use-view.ts';
import styles from './add-segment.module.css';

const SegmentPicker = lazy(async () => ({ default: (await import('./segment-picker.tsx')).SegmentPicker }));

/** Narrows the page to one more segment; those it is narrowed to stand above it. */
export function AddSegment({ pipeline, stage }: { pipeline: string; stage: string }) {
  const { view, setView } = useView();
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <button type="button" className={styles.add} onClick={() => setOpen(true)}>
        + Segment
      </button>
      <Dialog title="Add a segment" isOpen={isOpen} onClose={() => setOpen(false)}>
        <Suspense>
          <SegmentPicker
            pipeline={pipeline}
            stage={stage}
            chosen={view.seg}
            onPick={(segment) => {
              setView({ seg: [...new Set([...view.seg, segment])] });
              setOpen(false);
            }}
          />
        </Suspense>
      </Dialog>
    </>
  );
}
