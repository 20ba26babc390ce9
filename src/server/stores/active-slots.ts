import type { SlotSelection } from '#api/prediction-log.ts';
import { slotMs, slots } from './log-selection.ts';

/** From the minutes also where a step of whole hours would be answered from the hours. */
export function activeSlotsQuery(selection: SlotSelection): string {
  return `SELECT ${slotMs(selection.stepMs)} AS slotMs, uniqExact(slot) AS minutes
    FROM arrivals_minute WHERE ${slots(selection)} GROUP BY slotMs ORDER BY slotMs`;
}
