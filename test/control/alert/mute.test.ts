import { describe, expect, it } from 'vitest';
import type { AlertSubject } from '#contract/alert.ts';
import type { Silence, SilenceMatcher } from '#contract/silence.ts';
import { initialState, type AlertState } from '#control/alert/alert-state.ts';
import { muteOf } from '#control/alert/mute.ts';
import { isCaught } from '#control/alert/silence.ts';
import { instantOf, MINUTE_MS } from './machine.ts';

type Muteable = AlertSubject & { id: string; state: AlertState };

const edges = [
  { from: 'vad', to: 'asr' },
  { from: 'asr', to: 'punct' },
];
const nowMs = instantOf(0);

/** An alert of a stage that fired minutes ago; people were told unless said otherwise. */
function open(stage: string, minutesAgo: number, state: Partial<AlertState> = {}): Muteable {
  const firedMs = nowMs - minutesAgo * MINUTE_MS;
  return {
    id: stage,
    kind: 'rule',
    rule: { id: `r-${stage}`, name: stage, version: 1, thresholds: {} },
    pipeline: 'speech',
    stage,
    labels: { team: 'voice' },
    state: {
      ...initialState,
      condition: 'firing',
      severity: 'critical',
      peakSeverity: 'critical',
      episode: 1,
      firedMs,
      pagedMs: firedMs,
      lastMs: nowMs,
      ...state,
    },
  };
}

function mute(alert: Muteable, others: Muteable[], silences: Silence[] = []) {
  return muteOf(alert, { silences, alerts: [alert, ...others], edges }, nowMs);
}

describe('an alert downstream', () => {
  it('echoes the alert of an upstream stage, however far', () => {
    const cause = { kind: 'upstream', alertId: 'vad', stage: 'vad' };

    expect(mute(open('asr', 1), [open('vad', 5)])).toEqual(cause);
    expect(mute(open('punct', 1), [open('vad', 5)])).toEqual(cause);
    expect(mute(open('vad', 1), [open('punct', 5)])).toBeNull();
  });

  it('names the root, not another echo', () => {
    const echo = open('asr', 6, { mute: { kind: 'upstream', alertId: 'vad', stage: 'vad' } });

    expect(mute(open('punct', 1), [echo, open('vad', 5)])).toMatchObject({ alertId: 'vad' });
  });

  it('may have begun shortly before, but not long before', () => {
    expect(mute(open('asr', 20), [open('vad', 5)])).not.toBeNull();
    expect(mute(open('asr', 21), [open('vad', 5)])).toBeNull();
  });

  it('stays quiet for ten minutes after the upstream alert ended by itself', () => {
    const ended = (minutes: number, by: 'data' | 'person') =>
      open('vad', 60, { condition: 'ok', ended: { by, atMs: nowMs - minutes * MINUTE_MS } });

    expect(mute(open('asr', 50), [ended(10, 'data')])).not.toBeNull();
    expect(mute(open('asr', 50), [ended(11, 'data')])).toBeNull();
    expect(mute(open('asr', 50), [ended(1, 'person')])).toBeNull();
  });

  it.each<[string, Muteable]>([
    ['was told to nobody', open('vad', 5, { pagedMs: null })],
    [
      'somebody snoozed',
      open('vad', 5, {
        handling: { kind: 'snoozed', by: 'ann', atMs: 0, untilMs: nowMs + 1, severity: 'critical' },
      }),
    ],
    [
      'is silenced',
      open('vad', 5, {
        mute: {
          kind: 'silence',
          silenceId: 's',
          by: 'ann',
          reason: 'known',
          until: '2026-11-24T00:00:00.000Z',
        },
      }),
    ],
    ['is only a warning', open('vad', 5, { severity: 'warning', peakSeverity: 'warning' })],
    ['is of another kind', { ...open('vad', 5), kind: 'blind' }],
  ])('is no echo of one that %s', (_, cause) => {
    expect(mute(open('asr', 1), [cause])).toBeNull();
  });

  it('is no echo where stages feed each other', () => {
    const circle = [...edges, { from: 'punct', to: 'vad' }];
    const alerts = [open('asr', 1), open('vad', 5)];

    expect(alerts.map((alert) => muteOf(alert, { silences: [], alerts, edges: circle }, nowMs))).toEqual([
      null,
      null,
    ]);
  });
});

describe('a silence', () => {
  const is = (label: string, value: string): SilenceMatcher => ({ label, operator: 'is', value });
  const silence: Silence = {
    id: 's1',
    matchers: [is('stage', 'asr')],
    reason: 'new microphones',
    from: new Date(nowMs).toISOString(),
    until: new Date(nowMs + 60_000).toISOString(),
    createdBy: 'ann',
  };

  it('keeps back what it matches, from its start until its end', () => {
    const at = (ms: number) =>
      muteOf(open('asr', 1), { silences: [silence], alerts: [], edges: [] }, nowMs + ms);

    expect([-1, 0, 59_999, 60_000].map((ms) => at(ms)?.kind)).toEqual([
      undefined,
      'silence',
      'silence',
      undefined,
    ]);
  });

  it('comes before an upstream alert, because it is a person’s word', () => {
    expect(mute(open('asr', 1), [open('vad', 5)], [silence])).toEqual({
      kind: 'silence',
      silenceId: 's1',
      by: 'ann',
      reason: 'new microphones',
      until: silence.until,
    });
  });

  it.each<[boolean, SilenceMatcher[]]>([
    [true, [is('pipeline', 'speech'), is('team', 'voice'), is('rule', 'r-asr'), is('severity', 'critical')]],
    [true, [is('metric', '')]],
    [false, [is('stage', 'asr'), is('team', 'other')]],
    [true, [{ label: 'stage', operator: 'startsWith', value: 'as' }]],
    [false, [{ label: 'stage', operator: 'startsWith', value: 'sr' }]],
    [true, [{ label: 'stage', operator: 'isNot', value: 'vad' }]],
    [false, [is('constructor', 'x')]],
    [true, [is('constructor', '')]],
  ])('catches: %s, by %j', (caught, matchers) => {
    expect(isCaught({ ...open('asr', 1), severity: 'critical' }, matchers)).toBe(caught);
  });
});
