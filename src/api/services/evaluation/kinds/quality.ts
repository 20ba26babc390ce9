import { noData, type RuleValue, seen } from '#control/rule/rule-value.ts';
import type { StageSelection } from '../../../prediction-log.ts';
import { labelledRows } from '../../labels/labelled-rows.ts';
import { referenceRows } from '../../references/reference-rows.ts';
import type { Evaluation, Observed } from '../observation.ts';
import { selectionOf, windowBefore } from '../selection.ts';

/** More make no value better by much, only slower. */
const WINDOW_ROWS = 20_000;
const REFERENCE_ROWS = 5_000;

export async function observeQuality(evaluation: Evaluation<'quality'>): Promise<Observed[]> {
  return [{ labels: { metric: evaluation.condition.measure }, value: await qualityOf(evaluation) }];
}

const HOUR_MS = 3_600_000;

/** As the labels were known at the end of the slot; those of the reference at the last whole hour, so that slots share it. */
async function qualityOf(evaluation: Evaluation<'quality'>): Promise<RuleValue> {
  const { condition, slotEndMs, reads } = evaluation;
  const { measure, basis, leastRows } = condition;
  const selection = selectionOf(evaluation, windowBefore(evaluation, condition.windowSeconds));
  const reference = await reads.reference(selection, condition.reference);
  const rowsOf = (of: StageSelection, knownAtMs: number, rows: 'labelled' | 'all', limit: number) => {
    const request = { selection: { ...of, knownAtMs }, rows, limit };
    return reads.once(`rows ${JSON.stringify(request)}`, () => labelledRows(reads.ports, request));
  };
  const [known, current] = await Promise.all([
    rowsOf(referenceRows(reference), Math.floor(slotEndMs / HOUR_MS) * HOUR_MS, 'labelled', REFERENCE_ROWS),
    rowsOf(selection, slotEndMs, basis === 'measured' ? 'labelled' : 'all', WINDOW_ROWS),
  ]);
  const answer = await reads.ports.judgeQuality({ reference: known, current, measure, basis, leastRows });
  return answer.status === 'ok' ? seen(answer.value, answer.n) : noData(answer.reason);
}
