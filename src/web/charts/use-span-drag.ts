import { type PointerEvent, useEffect, useRef, useState } from 'react';
import type { ChartRoom } from './crosshair-context.ts';

/** Below this it is a click with an unsteady hand. */
const DRAG_PX = 5;

/**
 * Handlers that choose a span by dragging over a chart: nothing happens before the release, and Esc calls it off.
 *
 * @param timeUnder the instant under the pointer
 */
export function useSpanDrag(
  room: ChartRoom | undefined,
  timeUnder: (event: PointerEvent<HTMLElement>) => number,
) {
  const from = useRef<{ x: number; time: number }>(undefined);
  const wasDragged = useRef(false);
  const [isDragging, setDragging] = useState(false);
  const selection = room?.onSpan && room.selection;

  useEffect(() => {
    if (!isDragging || !selection) return;
    const stop = (event: KeyboardEvent) => {
      if (event.key !== 'Escape') return;
      event.preventDefault();
      from.current = undefined;
      setDragging(false);
      selection.cancel();
    };
    document.addEventListener('keydown', stop, true);
    return () => document.removeEventListener('keydown', stop, true);
  }, [isDragging, selection]);

  const end = () => {
    from.current = undefined;
    setDragging(false);
  };
  return {
    onPointerDown(event: PointerEvent<HTMLElement>) {
      wasDragged.current = false;
      if (event.button !== 0 || !selection) return;
      from.current = { x: event.clientX, time: timeUnder(event) };
      // At once: the tooltip lies where a pointer goes that moves to the right.
      event.currentTarget.setPointerCapture?.(event.pointerId);
    },
    onPointerMove(event: PointerEvent<HTMLElement>) {
      const start = from.current;
      if (!start || !selection || Number.isNaN(start.time)) return;
      if (!wasDragged.current) {
        if (Math.abs(event.clientX - start.x) < DRAG_PX) return;
        wasDragged.current = true;
        setDragging(true);
        selection.begin(start.time);
      }
      selection.extend(timeUnder(event));
    },
    onPointerUp() {
      if (isDragging) room?.chooseSpan();
      end();
    },
    onPointerCancel() {
      if (isDragging) selection?.cancel();
      end();
    },
    /** Whether the click that follows belongs to a drag. */
    isClickOfDrag: () => wasDragged.current,
  };
}
