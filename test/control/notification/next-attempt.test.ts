import { describe, expect, it } from 'vitest';
import { nextAttemptMs } from '#control/notification/next-attempt.ts';

const first = { attempts: 1, ageMs: 0, retryAfterMs: null, chance: 0 };

describe('the wait after a failed attempt', () => {
  it('doubles from a second to five minutes', () => {
    const waits = [1, 2, 3, 9, 10, 500].map((attempts) => nextAttemptMs({ ...first, attempts }));

    expect(waits).toEqual([1_000, 2_000, 4_000, 256_000, 300_000, 300_000]);
  });

  it('is shortened by chance by up to a half', () => {
    expect(nextAttemptMs({ ...first, attempts: 3, chance: 1 })).toBe(2_000);
    expect(nextAttemptMs({ ...first, attempts: 3, chance: 0.5 })).toBe(3_000);
  });

  it('is as long as the receiver asks for, if that is longer', () => {
    expect(nextAttemptMs({ ...first, retryAfterMs: 90_000, chance: 1 })).toBe(90_000);
    expect(nextAttemptMs({ ...first, attempts: 12, retryAfterMs: 1_000 })).toBe(300_000);
  });

  it('ends a day after the first attempt was due', () => {
    const day = 24 * 3_600_000;

    expect(nextAttemptMs({ ...first, attempts: 300, ageMs: day - 300_000 })).toBe(300_000);
    expect(nextAttemptMs({ ...first, attempts: 300, ageMs: day - 299_999 })).toBeNull();
    expect(nextAttemptMs({ ...first, retryAfterMs: day + 1 })).toBeNull();
  });
});
