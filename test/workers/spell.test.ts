import { describe, expect, it } from 'vitest';
import { latestSpell, spellClaim, tellingSpell } from '#workers/handlers/spell.ts';

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

describe('the spell that tells of a metric', () => {
  it.each([
    ['drift that lasts, not the looks before it', '.!!!##', { first: 4, last: 5, isOngoing: true }],
    ['a change worth a look that lasts', '..#!!#', { first: 2, last: 5, isOngoing: true }],
    ['the drift that is over, where nothing lasts', '.##...', { first: 1, last: 2, isOngoing: false }],
    ['nothing, of looks that came and went', '.!!...', undefined],
  ])('is %s', (_, slots, spell) => {
    const verdicts = Array.from(slots, (slot) => (slot === '#' ? 'drift' : slot === '!' ? 'warn' : 'none'));

    expect(tellingSpell(verdicts)).toEqual(spell);
  });

  it('is not ended by a slot with an effect as large as an alarm’s and too little evidence', () => {
    expect(spellClaim('none', 0.2, 0.2)).toBe('unavailable');
    expect(spellClaim('none', 0.19, 0.2)).toBe('none');
    expect(spellClaim('none', Number.NaN, 0.2)).toBe('none');
    expect(spellClaim('warn', 0.3, 0.2)).toBe('warn');
  });
});
