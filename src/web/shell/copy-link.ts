import type { TimeRange } from '../api/time-range.ts';
import { formatView, type View } from '../url/view.ts';

/** Copies the address of the view, with `range` in place of its own, and resolves to what to tell the reader. */
export async function copyLink(view: View, range?: TimeRange): Promise<string> {
  const { origin, pathname } = window.location;
  try {
    await navigator.clipboard.writeText(origin + pathname + formatView({ ...view, ...range }));
    return 'Link copied';
  } catch {
    return 'The browser does not allow copying: copy the address from its bar';
  }
}
