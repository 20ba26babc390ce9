import { describe, expect, it } from 'vitest';
import { rehearse, type Span } from '#control/alert/rehearse.ts';
import { MINUTE_MS, reading, timers } from './machine.ts';

/** Slot k ends at minute k + 1. */
const span = (from: number, to: number): Span => ({ fromMs: from * MINUTE_MS, toMs: to * MINUTE_MS });

function rehearsed(letters: string, incidents: Span[] = []) {
  const readings = letters.split('').map((letter, slot) => ({ slot, reading: reading(letter) }));
  return rehearse({ readings, slotMs: MINUTE_MS, timers, incidents });
}

describe('a rehearsal', () => {
  it('tells the episodes that the live machine would have had', () => {
    const { episodes, msInAlert, falseAlarms, medianDelayMs } = rehearsed('..WW...CCCCC');

    expect(episodes).toEqual([
      { ...span(4, 7), severity: 'warning', isReal: null },
      { fromMs: 9 * MINUTE_MS, toMs: null, severity: 'critical', isReal: null },
    ]);
    expect(msInAlert).toBe(6 * MINUTE_MS);
    expect(falseAlarms).toBeNull();
    expect(medianDelayMs).toBeNaN();
  });

  it('tells the highest severity of an episode', () => {
    expect(rehearsed('WWCCW...').episodes).toMatchObject([{ severity: 'critical' }]);
  });

  it('holds episodes against what people called real', () => {
    const incidents = [span(2, 6), span(60, 70)];

    expect(rehearsed(`..WW${'.'.repeat(20)}WW....`, incidents)).toMatchObject({
      episodes: [{ isReal: true }, { isReal: false }],
      delaysMs: [2 * MINUTE_MS, null],
      caught: 1,
      falseAlarms: 1,
      medianDelayMs: 2 * MINUTE_MS,
    });
  });

  it('takes the middle of the delays; an alarm before the start has none', () => {
    const incidents = [span(5, 6), span(10, 14)];

    expect(rehearsed('..WW......WW....', incidents)).toMatchObject({
      delaysMs: [0, 2 * MINUTE_MS],
      medianDelayMs: MINUTE_MS,
    });
  });

  it('of nothing is empty', () => {
    expect(rehearsed('')).toMatchObject({ episodes: [], msInAlert: 0, caught: 0 });
  });
});
