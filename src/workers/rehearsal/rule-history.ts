import { daysSeen, type Direction } from '#control/threshold/rule-history.ts';
import { quantileOfSorted } from '#stats/describe.ts';
import { sortFinite } from '#stats/sort.ts';
import type { TaskContext, TaskResult } from '../protocol.ts';
import { historiesOf, historyOf, type KeptHistories } from './kept-histories.ts';
import type { RuleSource } from './rehearsal-protocol.ts';

/** More points than these are finer than a screen. */
const MOST_POINTS = 1_000;

export async function ruleHistory(
  kept: KeptHistories,
  { source, direction }: { source: RuleSource; direction: Direction },
  context: TaskContext,
): Promise<TaskResult<'ruleHistory'>> {
  const alerts = [...(await historiesOf(kept, source, context)).keys()];
  const history = await historyOf(kept, source, context);
  const { values, sizes, firstSlot, slotMs } = history;
  const sorted = sortFinite(values);
  const slotsInPoint = Math.max(1, Math.ceil(values.length / MOST_POINTS));
  const points = Math.ceil(values.length / slotsInPoint);
  const worst = Int32Array.from({ length: points }, (_, point) =>
    worstIn(values, point * slotsInPoint, (point + 1) * slotsInPoint, direction),
  );
  const at = (column: Float64Array) => Float64Array.from(worst, (slot) => column[slot] ?? NaN);
  const output = {
    days: daysSeen(history),
    usual: quantileOfSorted(sorted, 0.5),
    least: sorted[0] ?? NaN,
    greatest: sorted.at(-1) ?? NaN,
    pointsMs: Float64Array.from(worst, (_, point) => (firstSlot + point * slotsInPoint) * slotMs),
    values: at(values),
    sizes: at(sizes),
    slotsInPoint,
    alerts,
  };
  return { output, transfer: [output.pointsMs, output.values, output.sizes].map(({ buffer }) => buffer) };
}

/** Where the worst value of the slots is; −1 where none has one. */
function worstIn(values: Float64Array, from: number, to: number, direction: Direction): number {
  let found = -1;
  for (let slot = from; slot < Math.min(to, values.length); slot++) {
    const value = values[slot] as number;
    if (Number.isNaN(value)) continue;
    const known = values[found] ?? NaN;
    if (Number.isNaN(known) || (direction === 'above' ? value > known : value < known)) found = slot;
  }
  return found;
}
