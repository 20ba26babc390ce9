import { useSyncExternalStore } from 'react';
import { formatInstant } from '#web/format/time.ts';
import { useCrosshair } from './crosshair-context.ts';
import styles from './span-status.module.css';
import type { SpanState } from './span-selection.ts';

const never = () => () => undefined;
const getNothing = (): SpanState | undefined => undefined;

/** Says which span is being chosen and how to take it, and offers both by button once it stands. */
export function SpanStatus() {
  const room = useCrosshair();
  const state = useSyncExternalStore(
    room?.selection.subscribe ?? never,
    room?.selection.getState ?? getNothing,
  );
  const text = room && state ? describe(state, room.zone) : '';
  return (
    <div className={state && styles.bar}>
      <output className={state ? undefined : 'visually-hidden'}>{text}</output>
      {room && state && (
        <>
          <button type="button" disabled={state.start === state.end} onClick={room.chooseSpan}>
            Zoom to it <kbd>Enter</kbd>
          </button>
          <button type="button" onClick={room.selection.cancel}>
            Cancel <kbd>Esc</kbd>
          </button>
        </>
      )}
    </div>
  );
}

function describe({ start, end }: SpanState, zone: string): string {
  if (start === end) return `Span from ${formatInstant(start, zone, end)}`;
  const [from, to] = start < end ? [start, end] : [end, start];
  return `Span ${formatInstant(from, zone, to)} to ${formatInstant(to, zone, to)}`;
}
