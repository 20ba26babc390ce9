import { tickFactor, type Unit } from '#web/format/number.ts';

export interface ValueAxis {
  low: number;
  high: number;
  ticks: number[];
}

/**
 * A value axis around `[low, high]`, rounded outwards to round numbers of the unit's scale (bytes by 1024, long
 * durations by minutes), so that new points seldom change it. Four intervals at most.
 */
export function valueAxis(low: number, high: number, unit: Unit, fromZero: boolean): ValueAxis {
  let bottom = fromZero ? Math.min(0, low) : low;
  let top = fromZero ? Math.max(0, high) : high;
  if (!(bottom <= top)) [bottom, top] = [0, 1];
  // What differs by rounding alone is one value: a step that small would be lost in the sum.
  if (top - bottom <= Math.max(Math.abs(top), Math.abs(bottom)) * 1e-12) {
    const room = Math.abs(top) * 0.1 || 1;
    if (!fromZero || bottom !== 0) bottom -= room;
    top += room;
    if (fromZero) bottom = Math.max(bottom, 0);
  }
  const factor = tickFactor(unit, Math.max(Math.abs(bottom), Math.abs(top)));
  const step = roundStep(((top - bottom) * factor) / 4);
  const first = Math.floor((bottom * factor) / step + 1e-9);
  let last = Math.ceil((top * factor) / step - 1e-9);
  if (unit === 'share' && top <= 1) last = Math.min(last, Math.ceil(100 / step));
  const ticks: number[] = [];
  for (let index = first; index <= last; index += 1)
    ticks.push(Number((index * step).toPrecision(12)) / factor);
  return { low: ticks[0] ?? 0, high: ticks.at(-1) ?? 1, ticks };
}

/**
 * A time axis that holds still while `from` and `to` creep on: both are rounded outwards to a fortieth of the span.
 * `phase` (0–1) moves the borders, so that the charts of a page do not all cross theirs in the same update.
 */
export function heldDomain(from: number, to: number, phase: number): [from: number, to: number] {
  const hold = (to - from) / 40;
  if (!(hold > 0)) return [from, from + 1];
  const offset = phase * hold;
  const start = Math.floor((from - offset) / hold) * hold + offset;
  return [start, start + 41 * hold];
}

/** A number in [0, 1) that stays the same for the same `id`; ids that differ little come to lie far apart. */
export function phaseOf(id: string): number {
  let hash = 0;
  for (const character of id) hash = (hash * 31 + (character.codePointAt(0) ?? 0)) % 1009;
  return (hash * GOLDEN_RATIO) % 1;
}

const GOLDEN_RATIO = (Math.sqrt(5) - 1) / 2;

/** The smallest of 1, 2, 2.5, 5 × 10ⁿ that is not below `least`. */
function roundStep(least: number): number {
  const power = 10 ** Math.floor(Math.log10(least));
  const step = [1, 2, 2.5, 5, 10].find((candidate) => candidate * power >= least * (1 - 1e-9)) ?? 10;
  return step * power;
}
