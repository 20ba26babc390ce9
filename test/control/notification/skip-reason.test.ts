import { describe, expect, it } from 'vitest';
import { initialState, type AlertState } from '#control/alert/alert-state.ts';
import { skipReason } from '#control/notification/skip-reason.ts';

const firing: AlertState = { ...initialState, condition: 'firing', severity: 'critical', episode: 2 };
const acknowledged: AlertState['handling'] = {
  kind: 'acknowledged',
  by: 'ann',
  atMs: 0,
  untilMs: 9,
  severity: 'critical',
  isReminded: false,
};

describe('a higher level of escalation', () => {
  it.each<[string, Partial<AlertState>, string | null]>([
    ['is told while nobody has taken it', {}, null],
    ['is not told once somebody has', { handling: acknowledged }, 'ann had acknowledged it'],
    ['is not told once it is over', { condition: 'ok' }, 'it was over by then'],
    ['is not told of an earlier episode', { episode: 3 }, 'it was over by then'],
    [
      'is not told while a silence holds it',
      {
        mute: {
          kind: 'silence',
          silenceId: 's',
          by: 'ann',
          reason: 'known',
          until: '2026-11-24T00:00:00.000Z',
        },
      },
      'a silence or an upstream alert held it back',
    ],
  ])('%s', (_, patch, reason) => {
    expect(skipReason({ episode: 2 }, 1, { ...firing, ...patch })).toBe(reason);
  });

  it('is not the first level, which is always told', () => {
    expect(skipReason({ episode: 2 }, 0, { ...firing, condition: 'ok', handling: acknowledged })).toBeNull();
  });
});
