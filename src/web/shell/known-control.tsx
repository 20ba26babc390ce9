import { lazy, Suspense, useRef, useState } from 'react';
import type { TimeRange } from '../api/time-range.ts';
import { formatInstant } from '../format/time.ts';
import { useZone } from '../state/preferences.ts';
import { useView } from '../url/use-view.ts';
import { formatBound } from '../url/view.ts';
import styles from './known-control.module.css';
import { useNow } from './use-now.ts';

const KnownPopover = lazy(async () => ({ default: (await import('./known-popover.tsx')).KnownPopover }));

/** The second clock: the past as it was known at a moment, without what came in later. */
export function KnownControl({ range }: { range: TimeRange }) {
  const { view, setView } = useView();
  const [isOpen, setOpen] = useState(false);
  const trigger = useRef<HTMLButtonElement>(null);
  const zone = useZone();
  const nowMs = useNow(60_000);
  const choose = (knownMs: number | undefined) => {
    setView({ known: knownMs === undefined ? undefined : formatBound(knownMs) });
    setOpen(false);
  };
  return (
    <>
      <button
        ref={trigger}
        type="button"
        className={styles.chosen}
        aria-haspopup="dialog"
        aria-expanded={isOpen}
        onClick={() => setOpen(!isOpen)}
      >
        {view.known === undefined
          ? 'Known now'
          : `Known ${formatInstant(Date.parse(view.known), zone, nowMs)}`}
      </button>
      {isOpen && (
        <Suspense>
          <KnownPopover
            range={range}
            known={view.known}
            triggerRef={trigger}
            onChoose={choose}
            onOpenChange={setOpen}
          />
        </Suspense>
      )}
    </>
  );
}
