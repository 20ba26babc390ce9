import { describe, expect, it } from 'vitest';
import { proofFaults } from '#control/rollout/proof-faults.ts';
import { Plan } from '#contract/rollout-plan.ts';
import { planStep } from './rollouts.ts';

const busy = { rows: 1_000_000, ratePerSecond: 50, errorShare: 0.01, nullShare: 0 };
const DAY_SECONDS = 86_400;

function planOf(candidate: number, patch: object = {}) {
  return Plan.parse({ steps: [planStep('canary', candidate, { maxSoakSeconds: DAY_SECONDS, ...patch })] });
}

describe('a plan against present traffic', () => {
  it('passes where each gate can be proven in its time', () => {
    expect(proofFaults(planOf(500), busy)).toEqual([]);
  });

  it('is refused where a gate takes longer than its step, and says what would do', () => {
    const quiet = { ...busy, ratePerSecond: 2 };

    const [fault, ...more] = proofFaults(planOf(500), quiet);

    expect(more).toEqual([]);
    expect(fault).toMatch(/^step 1 \(canary\): errors takes about 2 d/);
    expect(fault).toContain('the step lasts 24 h 0 min at most');
    expect(fault).toContain('a share of 25 % or a margin of 1.5 would do');
  });

  it('is refused where what a gate counts never happens', () => {
    const [fault] = proofFaults(planOf(500, { gates: [{ gate: 'nullOutputs', margin: 1.25 }] }), busy);

    expect(fault).toContain('nullOutputs is never proven at present traffic');
    expect(fault).toContain('take the gate out');
  });

  it('says nothing of few rows, in which what was not seen may still be frequent', () => {
    const young = { rows: 200, ratePerSecond: 50, errorShare: 0, nullShare: 0 };
    expect(proofFaults(planOf(500), young)).toEqual([]);
    expect(proofFaults(planOf(500), { ...young, rows: 0 })).toEqual([]);
  });
});
