import { describe, expect, it } from 'vitest';
import { latestSpell } from '#workers/handlers/spell.ts';

describe('the latest spell of drift', () => {
  it.each([
    ['......', undefined],
    ['.....#', undefined],
    ['....##', { first: 4, last: 5, isOngoing: true }],
    ['..####', { first: 2, last: 5, isOngoing: true }],
    ['######', { first: 0, last: 5, isOngoing: true }],
    ['.##...', { first: 1, last: 2, isOngoing: false }],
    ['.####.', { first: 1, last: 4, isOngoing: true }],
    ['##.###', { first: 0, last: 5, isOngoing: true }],
    ['##..##', { first: 4, last: 5, isOngoing: true }],
    ['##...#', { first: 0, last: 1, isOngoing: false }],
    ['#.#...', { first: 0, last: 2, isOngoing: false }],
    ['##  ##', { first: 0, last: 5, isOngoing: true }],
    ['.##   ', { first: 1, last: 2, isOngoing: true }],
    ['      ', undefined],
    ['', undefined],
  ])('of "%s" (# drifts, . does not, blank without a score)', (slots, spell) => {
    const claims = Array.from(slots, (slot) => (slot === ' ' ? undefined : slot === '#'));

    expect(latestSpell(claims)).toEqual(spell);
  });
});
