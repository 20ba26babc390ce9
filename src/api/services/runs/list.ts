import type { Runs } from '#contract/run.ts';
import { assumedSchedule, batchRuns } from '#control/batch-runs.ts';
import { badRequest } from '../../errors.ts';
import type { Ports } from '../../ports.ts';
import type { Window } from '../../prediction-log.ts';
import { getPipeline } from '../pipelines/find.ts';

const MINUTE_MS = 60_000;
/** Expected rows come from runs before the window, too. */
const RUNS_BEFORE = 30;
const MOST_RUNS = 2_000;

/** The runs of every stage of a pipeline in a window, newest first. */
export async function listRuns(
  ports: Ports,
  { pipeline: name, fromMs, toMs }: Window & { pipeline: string },
): Promise<Runs> {
  const pipeline = await getPipeline(ports, name);
  const stored = await ports.control.findPipeline(name);
  const declared = stored?.definition.schedule;
  const schedule = declared ?? assumedSchedule;
  const everyMs = schedule.everyMinutes * MINUTE_MS;
  if ((toMs - fromMs) / everyMs > MOST_RUNS) {
    throw badRequest(`the range holds more than ${MOST_RUNS} runs: choose a shorter one`);
  }
  const periods = {
    everyMs,
    offsetMs: schedule.offsetMinutes * MINUTE_MS,
    graceMs: schedule.graceMinutes * MINUTE_MS,
  };
  const bornMs = (await ports.log.firstReceived(name)) ?? Number.POSITIVE_INFINITY;
  const window = { fromMs: fromMs - RUNS_BEFORE * everyMs, toMs };
  const ofStages = await Promise.all(
    pipeline.stages.map(async ({ name: stage }) => {
      const selection = { ...window, pipeline: name, stage, role: 'live' as const };
      const arrivals = await ports.log.arrivalPeriods(selection, periods);
      return batchRuns({ ...window, stage, schedule, arrivals, bornMs, nowMs: ports.now().getTime() });
    }),
  );
  const items = ofStages
    .flat()
    .filter(({ from }) => Date.parse(from) >= fromMs)
    .sort((a, b) => Date.parse(b.from) - Date.parse(a.from));
  return { schedule, isAssumed: declared === undefined, items };
}
