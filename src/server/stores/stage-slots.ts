import type { StageSlot, Window } from '#api/prediction-log.ts';
import { builtInMetrics } from '#contract/metric.ts';
import { MINUTE_MS, pipelineCells, slotMs, within } from './log-selection.ts';
import { integer, isOneOf, text } from './sql.ts';

type Select = <Row>(query: string) => Promise<Row[]>;
type Place = { stage: string; slotMs: number };

const isNull = `metric = ${text(builtInMetrics.nullOutput)}`;
const isStatus = `metric = ${text(builtInMetrics.status)}`;

/** Rows, latency, failures and null outputs of all stages by slot, from three passes over the roll-ups or the rows. */
export async function stageSlots(
  select: Select,
  {
    pipeline,
    stepMs,
    knownAtMs,
    ...window
  }: Window & { pipeline: string; stepMs: number | undefined; knownAtMs: number | undefined },
): Promise<StageSlot[]> {
  const unit = stepMs ?? MINUTE_MS;
  const cells = (kind: Parameters<typeof pipelineCells>[0]) =>
    pipelineCells(kind, { pipeline, knownAtMs, ...window }, unit);
  const where = `WHERE pipeline = ${text(pipeline)} AND role = 'live' AND ${within(window, unit)}`;
  const slot = `${stepMs === undefined ? `toInt64(${integer(window.fromMs)})` : slotMs(stepMs)} AS slotMs`;
  const [rows, latencies, answers] = await Promise.all([
    select<Place & { rows: number }>(
      `SELECT stage, ${slot}, sum(n) AS rows FROM ${cells('arrivals')} ${where} AND kind = 'prediction'
       GROUP BY stage, slotMs ORDER BY stage, slotMs`,
    ),
    select<Place & { latencyP95Ms: number }>(
      `SELECT stage, slotMs, quantileExactWeighted(0.95)(cellSum / cellCount, cellCount) AS latencyP95Ms FROM (
         SELECT stage, ${slot}, bucket, sum(n) AS cellCount, sum(total) AS cellSum FROM ${cells('numeric')}
         ${where} AND metric = ${text(builtInMetrics.latency)} GROUP BY stage, slotMs, bucket
       ) GROUP BY stage, slotMs`,
    ),
    select<Place & Pick<StageSlot, 'answers' | 'failures' | 'outputs' | 'nulls'>>(
      `SELECT stage, ${slot}, sumIf(n, ${isStatus}) AS answers, sumIf(n, ${isStatus} AND category != 'ok') AS failures,
         sumIf(n, ${isNull}) AS outputs, sumIf(n, ${isNull} AND category = 'true') AS nulls
       FROM ${cells('category')} ${where}
         AND ${isOneOf('metric', [builtInMetrics.status, builtInMetrics.nullOutput])} GROUP BY stage, slotMs`,
    ),
  ]);
  const key = (place: Place) => `${place.slotMs} ${place.stage}`;
  const latencyOf = new Map(latencies.map((row) => [key(row), row.latencyP95Ms]));
  const answersOf = new Map(answers.map((row) => [key(row), row]));
  return rows.map((row) => {
    const { answers = 0, failures = 0, outputs = 0, nulls = 0 } = answersOf.get(key(row)) ?? {};
    return { ...row, latencyP95Ms: latencyOf.get(key(row)) ?? null, answers, failures, outputs, nulls };
  });
}
