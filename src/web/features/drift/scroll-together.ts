import type { UIEvent } from 'react';

/** From this width on list and map lie side by side, as in `drift-board.module.css`. */
const SIDE_BY_SIDE = '(min-width: 64rem)';

/** List and map of a board scroll together where each has a box of its own, so that their rows stay beside each other. */
export function scrollTogether({ target, currentTarget }: UIEvent<HTMLElement>): void {
  const list = currentTarget.firstElementChild;
  const map = currentTarget.querySelector('[role="grid"]');
  if (!list || !map || !matchMedia(SIDE_BY_SIDE).matches) return;
  if (target === list) map.scrollTop = list.scrollTop;
  else if (target === map) list.scrollTop = map.scrollTop;
}
