import type { PipelineEvent } from '#contract/event.ts';

/** Events too close to be told apart on the lane share a mark. */
export type EventCluster = { timeMs: number; left: number; events: PipelineEvent[] };

/** The smallest target that a finger or a shaky hand hits, WCAG 2.2. */
const MARK_PX = 24;

/** From the left, each mark at least its own width after the one before; `left` is where a mark begins, in CSS pixels. */
export function clusterEvents(
  events: readonly PipelineEvent[],
  { fromMs, toMs, width }: { fromMs: number; toMs: number; width: number },
): EventCluster[] {
  const clusters: EventCluster[] = [];
  const room = Math.max(0, width - MARK_PX);
  for (const event of events) {
    const timeMs = Math.max(fromMs, Date.parse(event.time));
    if (timeMs > toMs) continue;
    const left = Math.min(room, Math.max(0, ((timeMs - fromMs) / (toMs - fromMs)) * width - MARK_PX / 2));
    const last = clusters.at(-1);
    if (last && left - last.left < MARK_PX) last.events.push(event);
    else clusters.push({ timeMs, left, events: [event] });
  }
  return clusters;
}
