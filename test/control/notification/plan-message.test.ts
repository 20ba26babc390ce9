import { describe, expect, it } from 'vitest';
import type { AlertSubject } from '#contract/alert.ts';
import type { NotificationRoute } from '#contract/notification-route.ts';
import { planMessage, type DeliveryScene } from '#control/notification/plan-message.ts';

const noon = Date.parse('2026-11-24T12:00:00Z');
const night = Date.parse('2026-11-24T23:30:00Z');
const alert: AlertSubject = {
  kind: 'rule',
  rule: { id: 'r', name: 'psi', version: 1, thresholds: {}, owner: 'voice' },
  pipeline: 'speech',
  stage: 'asr',
  labels: { team: 'voice' },
};
const nights = { zone: 'UTC', from: '22:00', to: '07:00', weekend: false };

describe('where a message goes', () => {
  it('is the first route that matches, and more where it continues', () => {
    const owned = route('owned', ['chat'], {
      matchers: [{ label: 'owner', operator: 'is', value: 'voice' }],
      continues: true,
    });
    const other = route('other', ['mail'], {
      matchers: [{ label: 'pipeline', operator: 'is', value: 'hotel' }],
    });
    const routes = [other, owned, route('all', ['pager']), route('never', ['mail'])];

    expect(where('fire', { routes })).toEqual([
      ['chat', 'owned', 0, 0],
      ['pager', 'all', 0, 0],
    ]);
  });

  it('is looked up by the severity of the message', () => {
    const routes = [
      route('pages', ['pager'], { matchers: [{ label: 'severity', operator: 'is', value: 'critical' }] }),
      route('rest', ['chat']),
    ];

    expect(where('fire', { routes }, 'critical')).toEqual([['pager', 'pages', 0, 0]]);
    expect(where('fire', { routes }, 'warning')).toEqual([['chat', 'rest', 0, 0]]);
  });

  it('climbs the levels of a route by their minutes; a channel of two levels is told at the first', () => {
    const routes = [
      route('all', [], {
        levels: [
          { afterMinutes: 0, channels: ['chat'] },
          { afterMinutes: 10, channels: ['pager', 'chat'] },
          { afterMinutes: 45, channels: ['mail'] },
        ],
      }),
    ];

    expect(where('fire', { routes })).toEqual([
      ['chat', 'all', 0, 0],
      ['pager', 'all', 1, 600_000],
      ['mail', 'all', 2, 2_700_000],
    ]);
    expect(where('acknowledgementExpired', { routes })).toHaveLength(3);
  });

  it('is whoever was told, for another page and for the end', () => {
    const routes = [
      route('all', [], {
        levels: [
          { afterMinutes: 0, channels: ['chat'] },
          { afterMinutes: 10, channels: ['pager'] },
        ],
      }),
    ];
    const told = [{ channelId: 'pager', route: 'all', level: 1 }];

    expect(where('repage', { routes, told })).toEqual([
      ['chat', 'all', 0, 0],
      ['pager', 'all', 1, 0],
    ]);
    expect(where('resolve', { routes, told })).toEqual([['pager', 'all', 1, 0]]);
    expect(where('resolve', { routes })).toEqual([]);
  });

  it('is no channel that is switched off', () => {
    expect(where('fire', { routes: [route('all', ['gone', 'chat'])] })).toEqual([['chat', 'all', 0, 0]]);
  });

  it('is a person for a reminder, so only by what reaches persons', () => {
    const routes = [route('all', ['chat', 'mail', 'phone', 'pager'])];

    expect(where('acknowledgementReminder', { routes }).map(([id]) => id)).toEqual(['mail', 'phone']);
  });

  it('is not a phone, when somebody has taken the alert', () => {
    const told = ['chat', 'pager', 'mail', 'phone'].map((channelId) => ({
      channelId,
      route: 'all',
      level: 0,
    }));

    expect(where('acknowledged', { told }).map(([id]) => id)).toEqual(['chat', 'pager']);
  });

  it('waits for the end of quiet hours with a warning, never with what is critical', () => {
    const routes = [route('all', ['chat'], { quietHours: nights })];
    const untilSeven = 7.5 * 3_600_000;

    expect(planned('fire', { routes, atMs: night }, 'warning')).toEqual([
      { channelId: 'chat', route: 'all', level: 0, delayMs: untilSeven, isForDigest: true },
    ]);
    expect(planned('fire', { routes, atMs: night }, 'critical')).toMatchObject([
      { delayMs: 0, isForDigest: false },
    ]);
    expect(planned('fire', { routes, atMs: noon }, 'warning')).toMatchObject([
      { delayMs: 0, isForDigest: false },
    ]);
    const told = [{ channelId: 'chat', route: 'all', level: 0 }];
    expect(planned('resolve', { routes, atMs: night, told }, 'warning')).toMatchObject([
      { delayMs: untilSeven, isForDigest: true },
    ]);
  });

  it('is a digest for what was decided late', () => {
    expect(planned('fire', { routes: [route('all', ['chat'])], isLate: true })).toMatchObject([
      { delayMs: 0, isForDigest: true },
    ]);
  });
});

function planned(
  kind: Parameters<typeof planMessage>[0]['kind'],
  scene: Partial<DeliveryScene>,
  severity: 'warning' | 'critical' = 'critical',
) {
  return planMessage({ kind, severity }, alert, {
    routes: [],
    channels: [
      { id: 'chat', kind: 'slack' },
      { id: 'pager', kind: 'pagerduty' },
      { id: 'mail', kind: 'email' },
      { id: 'phone', kind: 'webpush' },
    ],
    told: [],
    atMs: noon,
    isLate: false,
    ...scene,
  });
}

function where(...args: Parameters<typeof planned>) {
  return planned(...args).map(({ channelId, route, level, delayMs }) => [channelId, route, level, delayMs]);
}

function route(name: string, channels: string[], patch: Partial<NotificationRoute> = {}): NotificationRoute {
  return {
    name,
    matchers: [],
    continues: false,
    levels: [{ afterMinutes: 0, channels }],
    quietHours: null,
    ...patch,
  };
}
