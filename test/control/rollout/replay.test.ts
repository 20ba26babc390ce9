import { describe, expect, it } from 'vitest';
import type { ReplayLog } from '#contract/replay-log.ts';
import { Gate } from '#contract/rollout-plan.ts';
import { comparedShare, isReplayed, replayGate } from '#control/rollout/replay.ts';
import { mulberry32 } from '#stats/random.ts';
import { planStep, threeSteps } from './rollouts.ts';

const MINUTES = 600;

/** 600 requests a minute, 1 % of which fail, but for an incident of ten minutes that hits every version alike. */
function logOf(failing = 6): ReplayLog {
  const errors = Array.from({ length: MINUTES }, (_, i) => (i >= 300 && i < 310 ? 120 : failing));
  const counts = (events: number[]) => ({ rows: Array<number>(MINUTES).fill(600), events });
  const none = counts(Array<number>(MINUTES).fill(0));
  const beyond = counts(Array<number>(MINUTES).fill(30));
  return {
    from: '2026-11-16T00:00:00.000Z',
    minutes: MINUTES,
    errors: counts(errors),
    nullOutputs: none,
    latencyP50: beyond,
    latencyP95: beyond,
    latencyP99: beyond,
  };
}

const gateOf = (gate: 'errors' | 'nullOutputs' | 'latencyP95') => ({
  ...Gate.parse({ gate, margin: 1.25 }),
  gate,
});
const canary = { share: 0.05, isCopy: false };

function caught(gate: Parameters<typeof gateOf>[0], factor: number, split = canary, replays = 40) {
  const draw = mulberry32(3);
  return Array.from({ length: replays }, () =>
    replayGate(logOf(), gateOf(gate), { split, factor, draw }),
  ).flatMap((one) => one.caught ?? []);
}

describe('a replay of a gate', () => {
  it('of the stable version against itself alarms as rarely as the test promises, whatever hit both alike', () => {
    expect(caught('errors', 1).length).toBeLessThanOrEqual(2);
    expect(caught('latencyP95', 1).length).toBeLessThanOrEqual(2);
    expect(caught('errors', 1, { share: 0.5, isCopy: true }).length).toBeLessThanOrEqual(2);
  });

  it('catches twice the errors, after some requests of the candidate', () => {
    const found = caught('errors', 2, canary, 20);

    expect(found).toHaveLength(20);
    for (const { minutes, candidateRows } of found) {
      expect(minutes).toBeGreaterThan(1);
      expect(minutes).toBeLessThan(400);
      // 5 % of 600 a minute
      expect(candidateRows / minutes).toBeGreaterThan(20);
      expect(candidateRows / minutes).toBeLessThan(40);
    }
  });

  it('catches them sooner with a larger share, and from copies', () => {
    const mean = (found: readonly { minutes: number }[]) =>
      found.reduce((sum, { minutes }) => sum + minutes, 0) / found.length;
    const small = mean(caught('errors', 2, canary, 20));

    expect(mean(caught('errors', 2, { share: 0.5, isCopy: false }, 20))).toBeLessThan(small);
    expect(mean(caught('errors', 2, { share: 1, isCopy: true }, 20))).toBeLessThan(small);
    expect(mean(caught('latencyP95', 2, canary, 20))).toBeLessThan(small);
  });

  it('says nothing of what never happens', () => {
    expect(caught('nullOutputs', 2, canary, 5)).toEqual([]);
  });
});

describe('what a step compares', () => {
  it('is the share of a canary, or the copies of a shadow or of a bake', () => {
    const mirror = [{ to: 'stable' as const, basisPoints: 2_500 }];
    const bake = planStep('bake', 10_000);
    const { steps } = threeSteps({
      steps: [
        planStep('shadow', 0),
        planStep('canary', 500),
        { ...bake, traffic: { ...bake.traffic, mirror } },
      ],
    });

    expect(steps.map(comparedShare)).toEqual([
      { share: 1, isCopy: true },
      { share: 0.05, isCopy: false },
      { share: 0.25, isCopy: true },
    ]);
    const [last] = threeSteps({ steps: [bake] }).steps;
    expect(last && comparedShare(last)).toBeUndefined();
  });

  it('is replayed where counts tell', () => {
    expect(isReplayed(gateOf('errors'))).toBe(true);
    expect(isReplayed(Gate.parse({ gate: 'disagreement', margin: 0.1 }))).toBe(false);
  });
});
