import type { Plan } from '#contract/rollout-plan.ts';
import { ALL_TRAFFIC } from '#contract/traffic.ts';

const UNDO_BAKE_SECONDS = 300;
const DAY_SECONDS = 86_400;

/** The way back after success: everything to the old version at once, no gates, no approval. */
export function undoPlan({ steps, risk, evaluationSeconds, keepWarmSeconds }: Plan): Plan {
  return {
    steps: [
      {
        kind: 'bake',
        traffic: {
          split: { stable: 0, candidate: ALL_TRAFFIC, audit: 0 },
          mirror: [],
          force: [],
          stickyKey: steps[0]?.traffic.stickyKey ?? null,
        },
        minSoakSeconds: UNDO_BAKE_SECONDS,
        maxSoakSeconds: DAY_SECONDS,
        onMax: 'hold',
        gates: [],
        approvals: { n: 0, roles: ['approver', 'admin'], fourEyes: true },
      },
    ],
    startApprovals: { n: 0, roles: ['approver', 'admin'], fourEyes: true },
    controller: 'full',
    caps: { autoMaxBasisPoints: ALL_TRAFFIC, harmedPredictions: null },
    risk,
    evaluationSeconds,
    keepWarmSeconds,
  };
}
