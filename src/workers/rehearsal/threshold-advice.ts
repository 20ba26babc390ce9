import {
  alarmCurvePoint,
  candidateThresholds,
  type AlarmCurvePoint,
} from '#control/threshold/alarm-curve.ts';
import { withoutSpans } from '#control/threshold/rule-history.ts';
import { suggestThreshold } from '#control/threshold/suggest-threshold.ts';
import { quantileOfSorted } from '#stats/describe.ts';
import { sortFinite } from '#stats/sort.ts';
import type { TaskContext, TaskResult } from '../protocol.ts';
import { historyOf, type KeptHistories } from './kept-histories.ts';
import type { ThresholdAdviceInput } from './rehearsal-protocol.ts';

export async function thresholdAdvice(
  kept: KeptHistories,
  { source, incidents, ...question }: ThresholdAdviceInput,
  context: TaskContext,
): Promise<TaskResult<'thresholdAdvice'>> {
  const history = await historyOf(kept, source, context);
  const { direction, forSlots, keepSlots } = question;
  const suggestion = suggestThreshold({ ...question, history: withoutSpans(history, incidents) });
  const usual = quantileOfSorted(sortFinite(history.values), 0.5);
  const curve: AlarmCurvePoint[] = [];
  const thresholds = candidateThresholds(history, direction);
  for (const threshold of thresholds) {
    if (await context.breathe()) {
      context.onProgress({ doing: 'replaying', share: curve.length / thresholds.length });
    }
    const rule = { direction, usual, timers: { forSlots, keepSlots } };
    curve.push(alarmCurvePoint(history, rule, threshold, incidents));
  }
  return { output: { suggestion, curve }, transfer: [] };
}
