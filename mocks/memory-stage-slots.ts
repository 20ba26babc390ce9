import type { PredictionLog, StageSelection, StageSlot, Window } from '#api/prediction-log.ts';
import { builtInMetrics } from '#contract/metric.ts';
import { quantile } from '#stats/histogram.ts';

const latencies = [builtInMetrics.latency];
const answers = [builtInMetrics.status, builtInMetrics.nullOutput];

/** Put together from what the log says of each stage alone. */
export async function stageSlots(
  log: PredictionLog,
  stages: readonly string[],
  {
    pipeline,
    stepMs,
    knownAtMs,
    ...window
  }: Window & { pipeline: string; stepMs: number | undefined; knownAtMs: number | undefined },
): Promise<StageSlot[]> {
  const found = await Promise.all(
    stages.toSorted().map((stage) => {
      const selection = { ...window, pipeline, stage, role: 'live' as const, knownAtMs };
      return stepMs === undefined ? wholeWindow(log, selection) : bySlot(log, selection, stepMs);
    }),
  );
  return found.flat();
}

async function bySlot(log: PredictionLog, stage: StageSelection, stepMs: number): Promise<StageSlot[]> {
  const selection = { ...stage, stepMs };
  const [rows, numbers, categories] = await Promise.all([
    log.rowSlots(selection),
    log.numericSlots({ ...selection, metrics: latencies }, [0.95]),
    log.categorySlots({ ...selection, metrics: answers }),
  ]);
  return rows.map(({ slotMs, rows: size }) => ({
    stage: stage.stage,
    slotMs,
    rows: size,
    latencyP95Ms: numbers.find((slot) => slot.slotMs === slotMs)?.quantiles[0] ?? null,
    ...countsOf(categories.filter((slot) => slot.slotMs === slotMs)),
  }));
}

async function wholeWindow(log: PredictionLog, selection: StageSelection): Promise<StageSlot[]> {
  const [rows, buckets, categories] = await Promise.all([
    log.countRows(selection),
    log.numericHistograms(selection, latencies),
    log.categoryHistograms(selection, answers),
  ]);
  if (rows === 0) return [];
  const ordered = buckets.toSorted((a, b) => a.bucket - b.bucket);
  const histogram = {
    buckets: Int32Array.from(ordered, ({ bucket }) => bucket),
    counts: Float64Array.from(ordered, ({ count }) => count),
    sums: Float64Array.from(ordered, ({ sum }) => sum),
  };
  return [
    {
      stage: selection.stage,
      slotMs: selection.fromMs,
      rows,
      latencyP95Ms: ordered.length > 0 ? quantile(histogram, 0.95) : null,
      ...countsOf(categories),
    },
  ];
}

function countsOf(
  counts: readonly { metric: string; category: string; count: number }[],
): Pick<StageSlot, 'answers' | 'failures' | 'outputs' | 'nulls'> {
  const sum = (metric: string, isCounted: (category: string) => boolean = () => true) =>
    counts
      .filter((entry) => entry.metric === metric && isCounted(entry.category))
      .reduce((total, { count }) => total + count, 0);
  return {
    answers: sum(builtInMetrics.status),
    failures: sum(builtInMetrics.status, (category) => category !== 'ok'),
    outputs: sum(builtInMetrics.nullOutput),
    nulls: sum(builtInMetrics.nullOutput, (category) => category === 'true'),
  };
}
