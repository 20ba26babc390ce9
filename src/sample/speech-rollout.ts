import { RolloutRequest } from '#contract/rollout-detail.ts';
import { ALL_TRAFFIC } from '#contract/traffic.ts';
import { COPIED } from './speech-copies.ts';

const DAY_SECONDS = 86_400;
const basisPoints = (share: number) => Math.round(share * ALL_TRAFFIC);

/** The candidate v18 of the recogniser: copies first, then 5 % of the requests, which is where the sample is now. */
export function speechRollout(): RolloutRequest {
  const live = (candidate: number) => ({
    split: { stable: ALL_TRAFFIC - candidate, candidate },
    stickyKey: null,
  });
  const times = { minSoakSeconds: 3_600, maxSoakSeconds: 14 * DAY_SECONDS };
  const gates = [
    { gate: 'nullOutputs', margin: 2 },
    { gate: 'outputDrift', margin: 0.2 },
    { gate: 'split', margin: 0.02 },
  ];
  return RolloutRequest.parse({
    pipeline: 'speech',
    stage: 'asr',
    stable: { version: 'v17' },
    candidate: { version: 'v18' },
    plan: {
      steps: [
        {
          kind: 'shadow',
          traffic: {
            ...live(0),
            mirror: [
              { to: 'candidate', basisPoints: basisPoints(COPIED.candidate) },
              { to: 'stable', basisPoints: basisPoints(COPIED.stable) },
            ],
          },
          ...times,
          gates: [{ gate: 'disagreement', margin: 0.35 }],
          approvals: { n: 1 },
        },
        { kind: 'canary', traffic: live(500), ...times, gates, approvals: { n: 1 } },
        { kind: 'canary', traffic: live(2_500), ...times, gates, approvals: { n: 1 } },
        { kind: 'bake', traffic: live(ALL_TRAFFIC), ...times, minSoakSeconds: DAY_SECONDS },
      ],
      controller: 'assist',
      risk: 'medium',
      evaluationSeconds: 600,
    },
  });
}
