import { drawWholePage } from '../ui/whole-page.ts';

/** Prints with what is off the screen, too, once whatever lies over the page is gone. */
export function printWholePage(): void {
  const release = drawWholePage();
  addEventListener('afterprint', release, { once: true });
  setTimeout(() => window.print());
}
