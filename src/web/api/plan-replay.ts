import { queryOptions, type QueryClient, type QueryKey } from '@tanstack/react-query';
import { callApi } from '#contract/client.ts';
import type { Plan } from '#contract/rollout-plan.ts';
import { rolloutRoutes } from '#contract/routes/rollout-routes.ts';
import type { DriftClient } from '#workers/drift-client.ts';
import { pollEvery } from './polling.ts';
import { reportTo } from './task-progress.ts';

const MINUTE_MS = 60_000;
const WEEK_MS = 7 * 86_400_000;

/** Of the stable version against itself. */
const REPLAYS = 100;
const HARMED_REPLAYS = 20;
export const REPLAYED_HARM = 2;

/** A plan on the last week of its stage: false alarms, and how soon twice the harm would be caught. */
export function planReplayQuery(
  { client, drift }: { client: QueryClient; drift: DriftClient },
  { pipeline, stage, steps }: { pipeline: string; stage: string; steps: Plan['steps'] },
) {
  const queryKey: QueryKey = ['plan-replay', pipeline, stage, steps];
  return queryOptions({
    queryKey,
    queryFn: async ({ signal }) => {
      const toMs = Math.floor(Date.now() / MINUTE_MS) * MINUTE_MS;
      const [from, to] = [toMs - WEEK_MS, toMs].map((ms) => new Date(ms).toISOString()) as [string, string];
      const query = { stage, from, to };
      const log = await callApi(rolloutRoutes.replayLog, { params: { pipeline }, query }, { signal });
      const input = {
        log,
        steps,
        replays: REPLAYS,
        harmedReplays: HARMED_REPLAYS,
        factor: REPLAYED_HARM,
        seed: 1,
      };
      const replays = await drift.run('replayPlan', input, {
        signal,
        onProgress: reportTo(client, queryKey),
      });
      return { replays, rows: log.errors.rows.reduce((sum, rows) => sum + rows, 0) };
    },
    staleTime: Number.POSITIVE_INFINITY,
    refetchInterval: pollEvery(false),
  });
}
