import { createRandom } from '#sample/random.ts';
import type { Gate } from './gates.ts';
import { minutesOf, type World } from './worlds.ts';

/** In how many runs the gate spoke, and the median minute in which it did; NaN where it never did. */
export type Spoken = { runs: number; spoke: number; medianMinute: number };

export function simulate(gate: Gate, world: World, runs: number): Spoken {
  const minutes = Array.from({ length: runs }, (_, seed) => firstMinute(gate, world, seed))
    .filter((minute) => minute !== undefined)
    .sort((a, b) => a - b);
  return {
    runs,
    spoke: minutes.length,
    medianMinute: minutes[Math.floor(minutes.length / 2)] ?? Number.NaN,
  };
}

function firstMinute(gate: Gate, world: World, seed: number): number | undefined {
  const hasSpoken = gate.start();
  let minute = 0;
  for (const counts of minutesOf(world, createRandom(seed))) {
    minute++;
    if (hasSpoken(counts)) return minute;
  }
  return undefined;
}
