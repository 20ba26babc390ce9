import { lazy, type ReactNode, Suspense, useRef } from 'react';
import { resolveRange, type TimeRange } from '../api/time-range.ts';
import { formatInstant, formatRange, formatZone } from '../format/time.ts';
import { useZone } from '../state/preferences.ts';
import styles from './range-control.module.css';
import { nameOfRange } from './time-range-moves.ts';
import { useNow } from './use-now.ts';
import type { RangeActions } from './use-range-actions.ts';

const DAY_MS = 86_400_000;
const MINUTE_MS = 60_000;

const RangePopover = lazy(async () => ({ default: (await import('./range-popover.tsx')).RangePopover }));

/** The range of everything on the page: shift it, zoom it, or choose another. */
export function RangeControl({
  actions,
  isOpen,
  onOpenChange,
  compare,
}: {
  actions: RangeActions;
  /** What the range is held against, for windows too narrow to show it beside. */
  compare: ReactNode;
  isOpen: boolean;
  onOpenChange: (isOpen: boolean) => void;
}) {
  const { range } = actions;
  const trigger = useRef<HTMLButtonElement>(null);
  const choose = (chosen: TimeRange) => {
    actions.choose(chosen);
    onOpenChange(false);
  };
  return (
    <div className={styles.control} role="group" aria-label="Time range">
      <button type="button" aria-label="Earlier" title="Earlier ( [ )" onClick={() => actions.shift(-1)}>
        ‹
      </button>
      <button
        ref={trigger}
        type="button"
        className={styles.chosen}
        aria-haspopup="dialog"
        aria-expanded={isOpen}
        onClick={() => onOpenChange(!isOpen)}
      >
        <RangeName range={range} />
      </button>
      {isOpen && (
        <Suspense>
          <RangePopover
            range={range}
            triggerRef={trigger}
            onChoose={choose}
            onZoom={actions.zoom}
            onOpenChange={onOpenChange}
            compare={compare}
          />
        </Suspense>
      )}
      <button
        type="button"
        aria-label="Later"
        title="Later ( ] )"
        disabled={actions.isLive}
        onClick={() => actions.shift(1)}
      >
        ›
      </button>
    </div>
  );
}

function RangeName({ range }: { range: TimeRange }) {
  const zone = useZone();
  const nowMs = useNow(MINUTE_MS);
  const { fromMs, toMs } = resolveRange(range, nowMs, 60);
  const name = nameOfRange(range);
  return (
    <>
      {name && <span>{name}</span>}
      <span className={styles.instants} data-alone={name === undefined || undefined}>
        {toMs - fromMs > DAY_MS && range.to === 'now'
          ? `${formatInstant(fromMs, zone, nowMs)}–now ${formatZone(zone, nowMs)}`
          : formatRange(fromMs, Math.min(toMs, Math.max(nowMs, fromMs + 60_000)), zone, nowMs)}
      </span>
    </>
  );
}
