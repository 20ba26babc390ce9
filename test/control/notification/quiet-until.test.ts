import { describe, expect, it } from 'vitest';
import { quietUntil } from '#control/notification/quiet-until.ts';

const berlinNights = { zone: 'Europe/Berlin', from: '22:00', to: '07:00', weekend: false };

describe('quiet hours', () => {
  it.each([
    ['before them', '2026-11-24T20:59:00Z', null],
    ['from their first minute', '2026-11-24T21:00:00Z', '2026-11-25T06:00:00Z'],
    ['after midnight', '2026-11-25T02:30:20Z', '2026-11-25T06:00:00Z'],
    ['at their end', '2026-11-25T06:00:00Z', null],
    [
      'over the night in which summer begins, one hour shorter',
      '2026-03-28T21:00:00Z',
      '2026-03-29T05:00:00Z',
    ],
    ['over the night in which summer ends, one hour longer', '2026-10-24T20:00:00Z', '2026-10-25T06:00:00Z'],
  ])('are told by the clock of their zone: %s', (_, at, end) => {
    const found = quietUntil(berlinNights, Date.parse(at));

    expect(found && new Date(found).toISOString()).toBe(end && new Date(end).toISOString());
  });

  it('may lie within one day', () => {
    const lunch = { zone: 'UTC', from: '12:00', to: '13:00', weekend: false };

    expect(quietUntil(lunch, Date.parse('2026-11-24T12:59:59Z'))).toBe(Date.parse('2026-11-24T13:00:00Z'));
    expect(quietUntil(lunch, Date.parse('2026-11-24T13:00:00Z'))).toBeNull();
  });

  it('may last over the weekend, until Monday morning', () => {
    const friday = Date.parse('2026-11-27T23:00:00Z');

    expect(quietUntil({ ...berlinNights, weekend: true }, friday)).toBe(Date.parse('2026-11-30T06:00:00Z'));
  });
});
