import { type RefObject, useEffect, useState } from 'react';
import { useIsWholePage } from './whole-page.ts';

/** Whether an element is on the screen, or less than half a screen away, or the whole page is wanted. */
export function useOnScreen(element: RefObject<Element | null>): boolean {
  const [isOnScreen, setOnScreen] = useState(false);
  const isWholePage = useIsWholePage();
  useEffect(() => {
    if (!element.current) return;
    const observer = new IntersectionObserver(([entry]) => setOnScreen(entry?.isIntersecting === true), {
      rootMargin: '50%',
    });
    observer.observe(element.current);
    return () => observer.disconnect();
  }, [element]);
  return isOnScreen || isWholePage;
}
