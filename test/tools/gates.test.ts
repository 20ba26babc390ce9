import { describe, expect, it } from 'vitest';
import { clusteredRun } from '../../bench/gates/clustered.ts';
import { type Gate, harmGates, safeGate } from '../../bench/gates/gates.ts';
import { simulate } from '../../bench/gates/simulate.ts';
import { type World, worlds } from '../../bench/gates/worlds.ts';

const RUNS = 120;
const gate = (name: string): Gate => harmGates.find((each) => each.name.includes(name)) as Gate;
const world = (name: string): World => worlds.find((each) => each.name.startsWith(name)) as World;

describe('the gates of a rollout, looked at each minute for six hours', () => {
  it.each(['no difference', 'shared incident', 'day curve'])('keep their level: %s', (name) => {
    const fivePercent = simulate(gate('harm, 5 %'), world(name), RUNS);
    const onePercent = simulate(gate('harm, 1 %'), world(name), RUNS);

    // Binomial: more than 13 of 120 at 5 %, or 6 at 1 %, in less than one of a hundred tables.
    expect(fivePercent.spoke).toBeLessThanOrEqual(13);
    expect(onePercent.spoke).toBeLessThanOrEqual(6);
  });

  it('which a z-test does not', () => {
    expect(simulate(gate('z-test'), world('no difference'), RUNS).spoke).toBeGreaterThan(RUNS / 4);
  });

  it('see twice the errors within minutes at 5 % of the traffic', () => {
    const { spoke, medianMinute } = simulate(gate('harm, 1 %'), world('2 times'), RUNS);

    expect(spoke).toBe(RUNS);
    expect(medianMinute).toBeLessThanOrEqual(15);
  });

  it('let no worse candidate pass, and an equal one within hours', () => {
    expect(simulate(safeGate, world('1.25 times'), RUNS).spoke).toBeLessThanOrEqual(13);
    expect(simulate(safeGate, world('2 times'), RUNS).spoke).toBe(0);
    expect(simulate(safeGate, world('no difference'), RUNS).spoke).toBeGreaterThan(0.9 * RUNS);
  });
});

describe('users who fail again and again', () => {
  it('deceive a count of requests, and not a mean of users', () => {
    const runs = Array.from({ length: 12 }, (_, seed) => clusteredRun(seed));

    expect(runs.some(({ perRequest }) => perRequest)).toBe(true);
    expect(runs.some(({ perUser }) => perUser)).toBe(false);
  });
});
