import { guards as allGuards, type Guards } from '#control/rollout/guards.ts';
import { brokenProperty } from './properties.ts';
import { happenings, keyOf, type Setting, type World } from './world.ts';

export type Exploration = {
  states: World[];
  transitions: number;
  /** For each state those that follow it, by their number. */
  follow: number[][];
  violations: { property: string; way: string[] }[];
};

/** Every world that can come out of one, breadth first; ends early when only the first violation is wanted. */
export function explore(
  from: World,
  setting: Setting,
  { guards = allGuards, isFirstEnough = false }: { guards?: Guards; isFirstEnough?: boolean } = {},
): Exploration {
  const numbers = new Map<string, number>([[keyOf(from), 0]]);
  const states = [from];
  const came: ({ from: number; name: string } | undefined)[] = [undefined];
  const follow: number[][] = [];
  const violations: Exploration['violations'] = [];
  let transitions = 0;

  for (let at = 0; at < states.length; at++) {
    const before = states[at] as World;
    const followers: number[] = [];
    for (const happening of happenings(before, setting, guards)) {
      transitions++;
      const property = brokenProperty(before, happening, setting);
      if (property !== undefined) {
        violations.push({ property, way: [...wayTo(at), happening.name] });
        if (isFirstEnough) return { states, transitions, follow, violations };
      }
      const key = keyOf(happening.after);
      let number = numbers.get(key);
      if (number === undefined) {
        number = states.length;
        numbers.set(key, number);
        states.push(happening.after);
        came.push({ from: at, name: happening.name });
      }
      followers.push(number);
    }
    follow.push(followers);
  }
  return { states, transitions, follow, violations };

  function wayTo(number: number): string[] {
    const step = came[number];
    return step ? [...wayTo(step.from), step.name] : [];
  }
}
