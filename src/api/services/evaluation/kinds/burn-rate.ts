import { type Answers, burnRate } from '#control/rule/burn-rate.ts';
import type { Evaluation, Observed } from '../observation.ts';
import { selectionOf, windowBefore } from '../selection.ts';

export async function observeBurnRate(evaluation: Evaluation<'burnRate'>): Promise<Observed[]> {
  const { metric, goodCategory, goodUpTo, objective, windows, leastBad } = evaluation.condition;
  const answersOf = async (seconds: number): Promise<Answers> => {
    const selection = selectionOf(evaluation, windowBefore(evaluation, seconds));
    const { count, countOf, countUpTo } = await evaluation.reads.sample(selection, metric);
    return { good: goodUpTo === undefined ? countOf(goodCategory ?? '') : countUpTo(goodUpTo), all: count };
  };
  const pairs = await Promise.all(
    windows.map(async ({ longSeconds, shortSeconds, factor }) => {
      const [long, short] = await Promise.all([answersOf(longSeconds), answersOf(shortSeconds)]);
      return { long, short, factor };
    }),
  );
  return [{ labels: { metric }, value: burnRate(pairs, objective, leastBad) }];
}
