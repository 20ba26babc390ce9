import type { RepeatedOutput, RepeatedOutputs, StageSelection } from '#api/prediction-log.ts';
import { builtInMetrics } from '#contract/metric.ts';
import { rowsWithin } from './log-selection.ts';
import { integer, text } from './sql.ts';

type Select = <Row>(query: string) => Promise<Row[]>;

export async function repeatedOutputs(
  select: Select,
  selection: StageSelection,
  limit: number,
): Promise<RepeatedOutputs> {
  const wanted = `FROM rows WHERE ${rowsWithin(selection)} AND fingerprint != ''`;
  const length = text(builtInMetrics.textLength);
  const [[all], most] = await Promise.all([
    select<{ rows: number; distinct: number }>(
      `SELECT count() AS rows, uniqExact(fingerprint) AS distinct ${wanted}`,
    ),
    select<RepeatedOutput>(
      `SELECT fingerprint, anyIf(r.text, r.text IS NOT NULL) AS text,
         max(if(mapContains(numbers, ${length}), numbers[${length}], NULL)) AS length,
         count() AS rows, min(timeMs) AS firstMs, max(timeMs) AS lastMs
       ${wanted.replace('FROM rows', 'FROM rows AS r')}
       GROUP BY fingerprint HAVING rows > 1 ORDER BY rows DESC, fingerprint LIMIT ${integer(limit)}`,
    ),
  ]);
  return { rows: all?.rows ?? 0, distinct: all?.distinct ?? 0, most };
}
