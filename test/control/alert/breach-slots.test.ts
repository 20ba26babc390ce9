import { describe, expect, it } from 'vitest';
import type { AlertTimers } from '#control/alert/alert-timers.ts';
import { countBreachSlots, highestDue } from '#control/alert/breach-slots.ts';
import type { Position, Reading } from '#control/alert/reading.ts';

const none = { warning: null, critical: null };

function value(warning: Position, critical: Position): Reading {
  return { kind: 'value', value: 1, n: 100, positions: { warning, critical } };
}

describe('slots in breach', () => {
  it.each<[string, Reading, typeof none | { warning: number | null; critical: number | null }]>([
    ['count each level by itself', value('breach', 'band'), { warning: 3, critical: null }],
    ['start anew after the band', value('band', 'breach'), { warning: null, critical: 0 }],
    ['stand still without data', { kind: 'noData', reason: 'no rows' }, { warning: 2, critical: null }],
    ['stand still after an error', { kind: 'error', reason: 'timeout' }, { warning: 2, critical: null }],
  ])('%s', (_, reading, expected) => {
    expect(countBreachSlots({ warning: 2, critical: null }, reading)).toEqual(expected);
  });

  it('make the highest level due that lasted as long as it must', () => {
    const levels: AlertTimers['levels'] = {
      warning: { forSlots: 2, keepSlots: 5 },
      critical: { forSlots: 0, keepSlots: 5 },
    };

    expect(highestDue(none, levels)).toBeUndefined();
    expect(highestDue({ warning: 1, critical: null }, levels)).toBeUndefined();
    expect(highestDue({ warning: 2, critical: null }, levels)).toBe('warning');
    expect(highestDue({ warning: 0, critical: 0 }, levels)).toBe('critical');
    expect(highestDue({ warning: 9, critical: 9 }, {})).toBeUndefined();
  });
});
