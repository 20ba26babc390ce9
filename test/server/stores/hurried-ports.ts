import type { ControlStore, Ports } from '#api/ports.ts';
import type { BucketCount, PredictionLog, StageSelection } from '#api/prediction-log.ts';
import { bucketOf } from '#stats/bucket.ts';
import { mulberry32, uniform } from '#stats/random.ts';

/** A minute of the rules is three seconds of the database's clock. */
const SPEED = 20;
export const MINUTE_MS = 60_000;
/** Latency steps up and down every few minutes, in every stage at times of its own. */
const STEP_MINUTES = 4;

/** What an evaluator needs, over a log that is a function of time: whoever reads a window reads the same. */
export function hurriedPorts(control: ControlStore, startMs: number): Ports {
  const log: Partial<PredictionLog> = {
    listMetrics: async () =>
      Array.from({ length: 20 }, (_, index) => ({
        stage: `stage ${index}`,
        metric: 'latencyMs',
        kind: 'numeric',
        rows: 1,
        firstMs: 0,
        lastMs: 0,
        categories: [],
      })),
    countRows: async () => 1,
    numericHistograms: async ({ stage, toMs }: StageSelection): Promise<BucketCount[]> => {
      const value = latencyMs(stage, toMs);
      return [{ metric: 'latencyMs', bucket: bucketOf(value), count: 1, sum: value }];
    },
  };
  return {
    log,
    control: { ...control, currentTime: async () => hurried(await control.currentTime(), startMs) },
    now: () => new Date(),
  } as Ports; // the evaluation of a metric asks for no more
}

export function hurried(databaseMs: number, startMs: number): number {
  return startMs + (databaseMs - startMs) * SPEED;
}

function latencyMs(stage: string, atMs: number): number {
  const step = Math.floor(atMs / MINUTE_MS / STEP_MINUTES);
  const seed = 7_919 * Number(stage.slice('stage '.length)) + step;
  return uniform(mulberry32(seed)) < 0.5 ? 100 : 900;
}
