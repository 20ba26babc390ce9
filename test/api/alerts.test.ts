import { describe, expect, it } from 'vitest';
import type { StoredAlert } from '#api/alert-store.ts';
import { Alert, AlertList } from '#contract/alert.ts';
import { AlertConflict, BulkAnswer } from '#contract/alert-command.ts';
import { AlertDetail } from '#contract/alert-detail.ts';
import { initialState } from '#control/alert/alert-state.ts';
import { observe } from '#control/alert/observe.ts';
import type { Step } from '#control/alert/step.ts';
import { tick } from '#control/alert/tick.ts';
import { addAccount, send, signInAs } from './access/as.ts';
import { memoryApp, now, prediction, type MemoryApp } from './memory-app.ts';

const MINUTE_MS = 60_000;
const at = (minutesAgo: number) => now.getTime() - minutesAgo * MINUTE_MS;
const timers = {
  ruleVersion: 1,
  levels: { warning: { forSlots: 0, keepSlots: 0 }, critical: { forSlots: 0, keepSlots: 0 } },
  noData: { policy: 'alert' as const, afterSlots: 3 },
};

describe('the inbox', () => {
  it('holds what waits for a person, critical first, then the longest open', async () => {
    const api = await inbox();

    const { items, counts, asOf } = await list(api);

    expect(items.map(({ id }) => id)).toEqual(['asr', 'punct', 'vad']);
    expect(items.map(({ badge }) => badge)).toEqual(['firing', 'firing', 'firing']);
    expect(counts).toEqual({ firing: 3, acknowledged: 0, snoozed: 0, silenced: 0, resolved: 1 });
    expect(asOf).toBe(now.toISOString());
  });

  it.each<[string, string[]]>([
    ['tab=resolved', ['hotel']],
    ['tab=firing&tab=resolved', ['asr', 'punct', 'vad', 'hotel']],
    ['severity=warning', ['vad']],
    ['pipeline=speech&severity=critical', ['asr', 'punct']],
    ['text=PSI%20asr', ['asr']],
    ['text=team-voice', ['asr', 'punct', 'vad']],
    ['text=nothing', []],
    ['mine=true', []],
    ['limit=1', ['asr']],
  ])('is narrowed by %s', async (query, ids) => {
    const api = await inbox();

    expect((await list(api, `?${query}`)).items.map(({ id }) => id)).toEqual(ids);
  });

  it('forgets after a day what has ended', async () => {
    const api = memoryApp();
    await store(api, 'old', { firedAgo: 3_000, endedAgo: 1_441 });

    expect((await list(api, '?tab=resolved')).items).toEqual([]);
  });

  it('shows what one has in hand', async () => {
    const api = await inbox();
    await command(api, 'asr', 'acknowledge');
    await command(api, 'vad', 'assign', { assignee: 'local' });

    const mine = await list(api, '?mine=true&tab=firing&tab=acknowledged');

    expect(mine.items.map(({ id, badge }) => [id, badge])).toEqual([
      ['asr', 'acknowledged'],
      ['vad', 'firing'],
    ]);
    expect(mine.counts).toMatchObject({ firing: 1, acknowledged: 1 });
  });
});

describe('one alert', () => {
  it('comes with its history, what changed before it, and what else is open', async () => {
    const api = await inbox();
    await api.post('/pipelines/speech/notes', {
      from: new Date(at(60)).toISOString(),
      text: 'new microphones',
    });
    await command(api, 'asr', 'note', { text: 'looking' });

    const detail = AlertDetail.parse(await (await api.get('/alerts/asr')).json());

    expect(detail.alert).toMatchObject({
      id: 'asr',
      severity: 'critical',
      value: 0.3,
      n: 120,
      firedAt: new Date(at(50)).toISOString(),
      root: { stage: 'asr', alertId: 'asr' },
      rule: { name: 'psi of asr' },
    });
    expect(detail.transitions.map(({ move, actor }) => [move, actor])).toEqual([
      ['note', 'local'],
      ['fire', undefined],
    ]);
    expect(detail.episodes).toMatchObject([{ episode: 1, to: null, severity: 'critical' }]);
    expect(detail.changes.map(({ text }) => text)).toEqual(['new microphones (local)']);
    expect(detail.together.map(({ id }) => id)).toEqual(['punct', 'vad']);
  });

  it('is not found under another name', async () => {
    expect((await memoryApp().get('/alerts/nobody')).status).toBe(404);
  });
});

describe('a command on an alert', () => {
  it('acknowledges, once, with its audit entry', async () => {
    const api = await inbox();

    const first = await command(api, 'asr', 'acknowledge');
    const second = await command(api, 'asr', 'acknowledge');

    const alert = Alert.parse(await first.json());
    expect(alert.handling).toEqual({
      kind: 'acknowledged',
      by: 'local',
      at: now.toISOString(),
      until: new Date(at(-60)).toISOString(),
      severity: 'critical',
    });
    expect(await second.json()).toEqual(alert);
    const [entry, earlier] = await api.ports.control.listAudit(2);
    expect(entry).toMatchObject({
      action: 'alert.acknowledge',
      subject: 'asr',
      actor: 'local',
      before: { handling: { kind: 'none' } },
      after: { handling: { kind: 'acknowledged' } },
    });
    expect(earlier?.action).not.toBe('alert.acknowledge');
  });

  it('says who was first, by name', async () => {
    const api = await inbox();
    const ann = await as(api, 'ann');
    const bob = await as(api, 'bob');
    await command(api, 'asr', 'acknowledge', {}, ann);

    const refused = await command(api, 'asr', 'acknowledge', {}, bob);

    expect(refused.status).toBe(409);
    const problem = (await refused.json()) as { detail: string; conflict: unknown };
    expect(problem.detail).toBe('ann of the team acknowledged it 0 s ago');
    expect(AlertConflict.parse(problem.conflict)).toMatchObject({
      refusal: 'acknowledgedByOther',
      by: 'ann',
      at: now.toISOString(),
      alert: { badge: 'acknowledged' },
    });
    const taken = await command(api, 'asr', 'acknowledge', { takeOver: true }, bob);
    expect(Alert.parse(await taken.json()).handling).toMatchObject({ by: 'bob' });
  });

  it('on another episode is refused with what it is now', async () => {
    const api = await inbox();

    const refused = await command(api, 'asr', 'acknowledge', { episode: 2 });

    expect(refused.status).toBe(409);
    expect(await refused.json()).toMatchObject({
      detail: 'it is in episode 1 now, which began 50 min ago',
      conflict: { refusal: 'otherEpisode', alert: { episode: 1 } },
    });
  });

  it('takes an acknowledgement back, snoozes, and resolves with a note', async () => {
    const api = await inbox();
    await command(api, 'asr', 'acknowledge');

    const free = await command(api, 'asr', 'unacknowledge');
    const snoozed = await command(api, 'asr', 'snooze', { until: new Date(at(-60)).toISOString() });
    const ended = await command(api, 'asr', 'resolve', { note: 'rolled back' });

    expect(Alert.parse(await free.json()).badge).toBe('firing');
    expect(Alert.parse(await snoozed.json()).badge).toBe('snoozed');
    expect(Alert.parse(await ended.json())).toMatchObject({
      badge: 'resolved',
      endedBy: 'person',
      severity: 'critical',
    });
    const { items } = await list(api, '?tab=resolved');
    expect(items.map(({ id }) => id)).toEqual(['asr', 'hotel']);
    expect((await api.ports.control.claimMessages(9, 0)).map(({ key }) => key)).toContain('asr/1/resolve/4');
  });

  it.each([
    ['resolve', {}],
    ['snooze', { until: new Date(at(-2_000)).toISOString() }],
    ['snooze', { until: new Date(at(1)).toISOString() }],
    ['assign', { assignee: 'nobody' }],
    ['note', { text: '' }],
  ])('is refused as a bad request: %s %j', async (verb, body) => {
    const api = await inbox();

    expect((await command(api, 'asr', verb, body)).status).toBe(400);
  });

  it('is assigned to a person of the team', async () => {
    const api = await inbox();
    const ann = await as(api, 'ann');
    await as(api, 'bob');

    const assigned = await command(api, 'vad', 'assign', { assignee: 'bob' }, ann);

    expect(Alert.parse(await assigned.json()).assignee).toBe('bob');
  });

  it('writes the same note once', async () => {
    const api = await inbox();
    await command(api, 'asr', 'note', { text: 'looking' });
    await command(api, 'asr', 'note', { text: 'looking' });

    expect(await api.ports.control.listTransitions('asr', 9)).toHaveLength(2);
  });

  it('takes real or noise when it has ended', async () => {
    const api = await inbox();

    const early = await command(api, 'asr', 'feedback', { verdict: 'noise' });
    const late = await command(api, 'hotel', 'feedback', { verdict: 'noise' });

    expect(early.status).toBe(409);
    expect(Alert.parse(await late.json()).verdict).toMatchObject({ verdict: 'noise', by: 'local' });
    const { episodes } = AlertDetail.parse(await (await api.get('/alerts/hotel')).json());
    expect(episodes).toMatchObject([{ verdict: 'noise' }]);
  });

  it('is done on many, each by itself', async () => {
    const api = await inbox();

    const answer = await api.post('/alerts/commands', {
      command: { type: 'acknowledge' },
      targets: [
        { id: 'asr', episode: 1 },
        { id: 'hotel', episode: 1 },
        { id: 'nobody', episode: 1 },
        { id: 'vad', episode: 1 },
      ],
    });

    const { items } = BulkAnswer.parse(await answer.json());
    expect(items.map((item) => (item.outcome === 'done' ? item.alert.badge : item.detail))).toEqual([
      'acknowledged',
      'it is over: it ended 5 min ago',
      'there is no alert nobody',
      'acknowledged',
    ]);
  });

  it('is not for viewers', async () => {
    const api = await inbox();
    const viewer = await as(api, 'eve', 'viewer');

    expect((await command(api, 'asr', 'acknowledge', {}, viewer)).status).toBe(403);
  });
});

async function list({ get }: MemoryApp, query = ''): Promise<AlertList> {
  const response = await get(`/alerts${query}`);
  expect(response.status).toBe(200);
  return AlertList.parse(await response.json());
}

function command(api: MemoryApp, id: string, verb: string, body: object = {}, cookie?: string) {
  return send(api, {
    method: 'POST',
    path: `/alerts/${id}/${verb}`,
    body: { episode: 1, ...body },
    ...(cookie !== undefined && { headers: { cookie } }),
  });
}

/** The cookie of somebody who signed in. */
async function as(api: MemoryApp, id: string, role: 'on-call' | 'viewer' = 'on-call'): Promise<string> {
  if (!(await api.ports.control.hasAccounts())) await addAccount(api, 'root', 'admin');
  return signInAs(api, id, await addAccount(api, id, role));
}

/** Three open alerts of one pipeline, and one of another that ended five minutes ago. */
async function inbox(): Promise<MemoryApp> {
  const api = memoryApp();
  await api.post('/predictions', [prediction(55, { pipeline: 'speech', stage: 'asr' })]);
  await store(api, 'vad', { firedAgo: 40, severity: 'warning' });
  await store(api, 'punct', { firedAgo: 30 });
  await store(api, 'asr', { firedAgo: 50 });
  await store(api, 'hotel', { firedAgo: 20, endedAgo: 5, pipeline: 'hotel' });
  return api;
}

/** An alert that fired, and perhaps ended, as an evaluation writes it. */
async function store(
  { ports }: MemoryApp,
  id: string,
  {
    firedAgo,
    endedAgo,
    severity = 'critical',
    pipeline = 'speech',
  }: { firedAgo: number; endedAgo?: number; severity?: 'warning' | 'critical'; pipeline?: string },
): Promise<void> {
  const position = { warning: 'breach', critical: severity === 'critical' ? 'breach' : 'clear' } as const;
  const fresh: StoredAlert = {
    id,
    revision: 0,
    kind: 'rule',
    rule: { id: `rule-${id}`, name: `psi of ${id}`, version: 1, thresholds: { warning: 0.1, critical: 0.2 } },
    pipeline,
    stage: id,
    labels: { team: pipeline === 'speech' ? 'team-voice' : 'team-hotel' },
    state: initialState,
  };
  const step = (on: StoredAlert, slot: number, atMs: number, isClear: boolean): Step => {
    const positions = isClear ? ({ warning: 'clear', critical: 'clear' } as const) : position;
    const reading = { kind: 'value' as const, value: 0.3, n: 120, positions };
    return tick(observe(on.state, { slot, atMs, reading, timers }), { atMs, mute: null });
  };
  const fired = step(fresh, 1, at(firedAgo), false);
  const open = { ...fresh, state: fired.state };
  expect(await ports.control.writeAlerts([{ ...fired, alert: open }])).toBe(true);
  if (endedAgo === undefined) return;
  const ended = step(open, 2, at(endedAgo), true);
  const change = { ...ended, alert: { ...open, revision: 1, state: ended.state } };
  expect(await ports.control.writeAlerts([change])).toBe(true);
}
