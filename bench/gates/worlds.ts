import { poisson, type Random } from '#sample/random.ts';
import type { ArmCounts } from '#stats/sequential/rate-ratio.ts';

/** Six hours of a canary of 5 % at 50 requests a second, as one minute after the other. */
export const MINUTES = 360;
export const SHARE = 0.05;
const ROWS = 3000;
const ERRORS = 0.01;

/** What happens to both arms alike: the share of failing requests, by minute. */
export type World = { name: string; ratio: number; errors: (minute: number) => number };
export type Minute = { candidate: ArmCounts; baseline: ArmCounts };

const steady = () => ERRORS;
export const worlds: readonly World[] = [
  { name: 'no difference', ratio: 1, errors: steady },
  {
    name: 'shared incident: 12 % for 25 min',
    ratio: 1,
    errors: (minute) => (minute >= 60 && minute < 85 ? 0.12 : ERRORS),
  },
  {
    name: 'day curve: 0.5 to 2 %',
    ratio: 1,
    errors: (minute) => 0.0125 - 0.0075 * Math.cos((2 * Math.PI * minute) / MINUTES),
  },
  ...[1.25, 1.5, 2, 3].map((ratio) => ({ name: `${ratio} times the errors`, ratio, errors: steady })),
];

/** The minutes of one run; counts are Poisson numbers. */
export function* minutesOf({ ratio, errors }: World, random: Random): Generator<Minute> {
  const arm = (rows: number, share: number) => ({ rows, events: poisson(random, rows * share) });
  for (let minute = 0; minute < MINUTES; minute++) {
    yield {
      candidate: arm(ROWS * SHARE, errors(minute) * ratio),
      baseline: arm(ROWS * (1 - SHARE), errors(minute)),
    };
  }
}
