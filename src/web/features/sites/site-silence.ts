import type { SiteState } from '#contract/site.ts';

/** A site that was silent for so many of its usual gaps, and at least so long, is said to be. */
const GAPS = 20;
const LEAST_MS = 15 * 60_000;

/**
 * How long nothing came from a site when that is unusual for it: rows come at their rate in the window, so a pause of
 * 20 mean gaps is one that chance makes about once in 5·10⁸ rows. Undefined when it is not.
 */
export function silentForMs(
  { rows, lastSeen }: Pick<SiteState, 'rows' | 'lastSeen'>,
  { fromMs, toMs }: { fromMs: number; toMs: number },
): number | undefined {
  const silentMs = toMs - Date.parse(lastSeen);
  const gapMs = (Date.parse(lastSeen) - fromMs) / Math.max(1, rows);
  return silentMs > Math.max(LEAST_MS, GAPS * gapMs) ? silentMs : undefined;
}
