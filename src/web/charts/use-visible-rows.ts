import { type RefObject, useLayoutEffect, useState } from 'react';

const OVERSCAN = 6;
const FEW_ROWS = 60;

/** Which rows of a tall element can be seen, with a few to spare; up to 60 rows are always all there. */
export function useVisibleRows(
  element: RefObject<HTMLElement | null>,
  rowCount: number,
  rowHeight: number,
): [first: number, last: number] {
  const [range, setRange] = useState<[first: number, last: number]>(() => [
    0,
    Math.ceil(innerHeight / rowHeight) + OVERSCAN,
  ]);
  const isVirtual = rowCount > FEW_ROWS;
  useLayoutEffect(() => {
    if (!isVirtual || !element.current) return;
    const measure = () => {
      const top = element.current?.getBoundingClientRect().top ?? 0;
      const first = Math.max(0, Math.floor(-top / rowHeight) - OVERSCAN);
      const last = Math.min(rowCount, Math.ceil((innerHeight - top) / rowHeight) + OVERSCAN);
      setRange((known) => (known[0] === first && known[1] === last ? known : [first, Math.max(first, last)]));
    };
    measure();
    // Whatever scrolls around the element, the page or a box, its scrolling is seen here on the way down.
    document.addEventListener('scroll', measure, { capture: true, passive: true });
    addEventListener('resize', measure);
    return () => {
      document.removeEventListener('scroll', measure, { capture: true });
      removeEventListener('resize', measure);
    };
  }, [element, isVirtual, rowCount, rowHeight]);
  return isVirtual ? [Math.min(range[0], rowCount), Math.min(range[1], rowCount)] : [0, rowCount];
}
