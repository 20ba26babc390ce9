import { replay } from '#control/threshold/replay.ts';
import { shiftDelays } from '#control/threshold/shift-delay.ts';
import { quantileOfSorted } from '#stats/describe.ts';
import { sortFinite } from '#stats/sort.ts';
import type { TaskContext, TaskResult } from '../protocol.ts';
import { historyOf, type KeptHistories } from './kept-histories.ts';
import type { RehearsalInput, RuleRehearsal } from './rehearsal-protocol.ts';

const SHIFTS = [1, 2, 3];

export async function rehearseRules(
  kept: KeptHistories,
  { source, direction, rules, incidents }: RehearsalInput,
  context: TaskContext,
): Promise<TaskResult<'rehearseRules'>> {
  const history = await historyOf(kept, source, context);
  const usual = quantileOfSorted(sortFinite(history.values), 0.5);
  const output: RuleRehearsal[] = [];
  for (const levels of rules) {
    await context.breathe();
    const rule = { direction, usual, levels };
    output.push({
      ...replay(history, rule, incidents),
      shiftDelays: shiftDelays(history, rule, SHIFTS),
    });
  }
  return { output, transfer: [] };
}
