import { describe, expect, it } from 'vitest';
import type { AlertBadge } from '#contract/alert.ts';
import type { AlertTab } from '#contract/alert-words.ts';
import { initialState, isFlapping, type AlertState } from '#control/alert/alert-state.ts';
import { badgeOf, tabOf } from '#control/alert/badge.ts';

const acknowledged: AlertState['handling'] = {
  kind: 'acknowledged',
  by: 'ann',
  atMs: 0,
  untilMs: 1,
  severity: 'warning',
  isReminded: false,
};
const snoozed: AlertState['handling'] = {
  kind: 'snoozed',
  by: 'ann',
  atMs: 0,
  untilMs: 1,
  severity: 'warning',
};
const silence: AlertState['mute'] = {
  kind: 'silence',
  silenceId: 's',
  by: 'ann',
  reason: 'known',
  until: '2026-11-24T00:00:00.000Z',
};
const upstream: AlertState['mute'] = { kind: 'upstream', alertId: 'a', stage: 'vad' };

describe('the badge of an alert', () => {
  it.each<[AlertBadge, AlertTab | undefined, Partial<AlertState>]>([
    ['normal', undefined, { episode: 0 }],
    ['pending', undefined, { condition: 'pending', episode: 3 }],
    ['resolved', 'resolved', { condition: 'ok' }],
    ['resolved', 'resolved', { condition: 'ok', mute: silence }],
    ['firing', 'firing', { condition: 'firing' }],
    ['recovering', 'firing', { condition: 'recovering' }],
    ['suppressed', 'firing', { condition: 'firing', mute: upstream }],
    ['silenced', 'silenced', { condition: 'recovering', mute: silence }],
    ['acknowledged', 'acknowledged', { condition: 'firing', handling: acknowledged, mute: silence }],
    ['snoozed', 'snoozed', { condition: 'firing', handling: snoozed }],
  ])('is %s, in the tab %s, for %j', (badge, tab, state) => {
    expect(badgeOf({ ...initialState, episode: 1, ...state })).toBe(badge);
    expect(tabOf(badge)).toBe(tab);
  });
});

describe('a flapping alert', () => {
  it('began or ceased to be beyond its threshold four times in 20 slots', () => {
    expect(isFlapping({ edges: [81, 90, 95, 100], lastSlot: 100 })).toBe(true);
    expect(isFlapping({ edges: [80, 90, 95, 100], lastSlot: 100 })).toBe(false);
    expect(isFlapping({ edges: [], lastSlot: null })).toBe(false);
  });
});
