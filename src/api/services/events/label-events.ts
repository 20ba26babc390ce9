import type { PipelineEvent } from '#contract/event.ts';
import type { Ports } from '../../ports.ts';
import type { Window } from '../../prediction-log.ts';
import { lengthText } from './length-text.ts';

const MINUTE_MS = 60_000;
const SLOTS = 360;
/** Labels that come within this time of each other are one arrival. */
const PAUSE_MS = 30 * MINUTE_MS;

/** When labels arrived, each batch or steady trickle once. */
export async function labelEvents(
  { log }: Ports,
  pipeline: string,
  { fromMs, toMs }: Window,
): Promise<PipelineEvent[]> {
  const stepMs = Math.max(1, Math.ceil((toMs - fromMs) / SLOTS / MINUTE_MS)) * MINUTE_MS;
  const slots = await log.labelArrivals(pipeline, { fromMs, toMs }, stepMs);
  const arrivals: { fromMs: number; toMs: number; rows: number }[] = [];
  for (const { slotMs, rows } of slots) {
    const last = arrivals.at(-1);
    if (last && slotMs - last.toMs <= Math.max(PAUSE_MS, 2 * stepMs)) {
      last.toMs = slotMs + stepMs;
      last.rows += rows;
    } else {
      arrivals.push({ fromMs: slotMs, toMs: slotMs + stepMs, rows });
    }
  }
  return arrivals.map((arrival) => ({
    time: new Date(Math.max(fromMs, arrival.fromMs)).toISOString(),
    pipeline,
    kind: 'labelsArrived',
    text: `${arrival.rows.toLocaleString('en-US')} ${arrival.rows === 1 ? 'label' : 'labels'} arrived within ${lengthText(arrival.toMs - arrival.fromMs)}`,
  }));
}
