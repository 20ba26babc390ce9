import type { LevelMove } from '#workers/tasks/series-tasks.ts';
import type { MetricBook } from '../format/metric-book.ts';
import type { MovingSeries } from './drift-moves.ts';

/** Whether a move is for the worse, by what the team said of the metric; undefined where it said nothing. A drift is neither. */
export function turnOf(
  { metric, statistic }: Pick<MovingSeries, 'metric' | 'statistic'>,
  { before, after }: Pick<LevelMove, 'before' | 'after'>,
  book: Pick<MetricBook, 'worse'>,
): 'worse' | 'better' | undefined {
  const worse = book.worse(metric);
  if (worse === undefined || statistic === 'drift' || before === after) return undefined;
  if (worse === 'both') return 'worse';
  return (worse === 'higher') === after > before ? 'worse' : 'better';
}
