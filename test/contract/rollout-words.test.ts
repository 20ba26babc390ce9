import { expect, it } from 'vitest';
import { livePhases, openPhases, rolloutPhases } from '#contract/rollout-words.ts';

it('a phase that holds its stage is open, and what is not open has ended', () => {
  expect(livePhases.filter((phase) => !(openPhases as readonly string[]).includes(phase))).toEqual([]);
  expect(rolloutPhases.filter((phase) => !(openPhases as readonly string[]).includes(phase))).toEqual([
    'succeeded',
    'rolledBack',
    'cancelled',
  ]);
});
