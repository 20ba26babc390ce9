/** Rows stay this clear of the bars at the page's edges. */
const EDGE = 48;

/** Scrolls the box around `body`, and then the page, until a row of it is in sight; the row need not be drawn. */
export function revealRow(body: HTMLElement | null, row: number, rowHeight: number): void {
  if (!body) return;
  revealInBox(body, row, rowHeight);
  const { top, bottom } = placeOf(body, row, rowHeight);
  if (top < EDGE) scrollBy({ top: top - EDGE });
  else if (bottom > innerHeight - EDGE) scrollBy({ top: bottom - innerHeight + EDGE });
}

/** Scrolls the box around `body` alone, where there is one. */
export function revealInBox(body: HTMLElement | null, row: number, rowHeight: number): void {
  const box = body && scrollerAround(body);
  if (!box) return;
  const frame = box.getBoundingClientRect();
  const { top, bottom } = placeOf(body, row, rowHeight);
  // One row more than needed, for the heading or the legend that sticks to an edge.
  if (top < frame.top + rowHeight) box.scrollTop += top - frame.top - rowHeight;
  else if (bottom > frame.bottom - rowHeight) box.scrollTop += bottom - frame.bottom + rowHeight;
}

function placeOf(body: HTMLElement, row: number, rowHeight: number): { top: number; bottom: number } {
  const top = body.getBoundingClientRect().top + row * rowHeight;
  return { top, bottom: top + rowHeight };
}

function scrollerAround(element: HTMLElement): HTMLElement | undefined {
  for (let box = element.parentElement; box && box !== document.documentElement; box = box.parentElement) {
    const isScroller = /auto|scroll/.test(getComputedStyle(box).overflowY);
    if (isScroller && box.scrollHeight > box.clientHeight) return box;
  }
  return undefined;
}
