import { z } from 'zod';
import { MetricKind } from './metric.ts';

export const numericStatistics = ['count', 'missingShare', 'mean', 'p05', 'p50', 'p95', 'p99'] as const;
/** `lateShare` is of the arrival delay alone. */
export const seriesStatistics = [...numericStatistics, 'share', 'lateShare'] as const;
/** A row that comes so long after its time changes a past that people may have looked at already. */
export const lateAfterSeconds = 300;
export const SeriesStatistic = z.enum(seriesStatistics).meta({ id: 'SeriesStatistic' });
export type SeriesStatistic = z.infer<typeof SeriesStatistic>;

/** One statistic of one metric over the answer's slots. */
export const SeriesColumn = z
  .object({
    metric: z.string(),
    kind: MetricKind,
    statistic: SeriesStatistic,
    category: z.string().optional().describe('for the statistic share'),
    values: z
      .array(z.number().nullable())
      .describe('one a slot; null where there is nothing to take it from'),
  })
  .meta({ id: 'SeriesColumn' });
export type SeriesColumn = z.infer<typeof SeriesColumn>;

/** Columns over the slots that changed: all slots at first, with `since` only those with news. */
export const Series = z
  .object({
    stepSeconds: z.number().int(),
    cursor: z.string().describe('pass as since to get only what is new'),
    asOf: z.iso.datetime(),
    slotsMs: z
      .array(z.number())
      .describe('starts of the slots that hold rows, epoch milliseconds, ascending'),
    rows: z.array(z.number().int()).describe('prediction rows of the stage in each slot'),
    columns: z.array(SeriesColumn),
  })
  .meta({ id: 'Series' });
export type Series = z.infer<typeof Series>;
