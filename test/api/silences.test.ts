import { describe, expect, it } from 'vitest';
import { tickAlerts } from '#api/services/alerts/tick.ts';
import { AlertList } from '#contract/alert.ts';
import { Silence, SilencePreview } from '#contract/silence.ts';
import type { AlertState } from '#control/alert/alert-state.ts';
import type { PersonRole } from '#contract/person-role.ts';
import { addAccount, send, signInAs } from './access/as.ts';
import { memoryApp, now, type MemoryApp } from './memory-app.ts';
import { storeEpisode } from './store-episode.ts';

const HOUR_MS = 3_600_000;
const ofPipeline = [{ label: 'pipeline', operator: 'is', value: 'speech' }];
const ofAsr = [{ label: 'stage', operator: 'is', value: 'asr' }];
const inHours = (hours: number) => new Date(now.getTime() + hours * HOUR_MS).toISOString();

describe('a silence', () => {
  it('keeps matching alerts quiet until somebody ends it', async () => {
    const api = memoryApp();
    await fire(api, 'asr');
    await fire(api, 'vad');

    const made = await api.post('/silences', {
      matchers: ofAsr,
      until: inHours(2),
      reason: 'new microphones',
    });

    const silence = Silence.parse(await made.json());
    expect(silence).toMatchObject({ createdBy: 'local', from: now.toISOString(), until: inHours(2) });
    expect(await tab(api, 'silenced')).toEqual(['asr']);
    expect(await tab(api, 'firing')).toEqual(['vad']);
    expect((await api.ports.control.listAudit(1))[0]).toMatchObject({
      action: 'silence.create',
      subject: silence.id,
      reason: 'new microphones',
    });

    const ended = await send(api, { method: 'DELETE', path: `/silences/${silence.id}` });
    expect(await ended.json()).toMatchObject({ until: now.toISOString(), expiredBy: 'local' });
    expect(await tab(api, 'firing')).toEqual(['asr', 'vad']);
    const again = await send(api, { method: 'DELETE', path: `/silences/${silence.id}` });
    expect(again.status).toBe(404);
    expect(await (await api.get('/silences')).json()).toMatchObject({ items: [{ id: silence.id }] });
  });

  it.each([
    ['no end', { matchers: ofAsr, reason: 'move' }],
    ['an end in the past', { matchers: ofAsr, until: inHours(-1), reason: 'move' }],
    ['more than 7 days', { matchers: ofAsr, until: inHours(169), reason: 'move' }],
    ['no reason', { matchers: ofAsr, until: inHours(1), reason: ' ' }],
    [
      'no exact value',
      {
        matchers: [{ label: 'stage', operator: 'startsWith', value: '' }],
        until: inHours(1),
        reason: 'move',
      },
    ],
  ])('is refused with %s', async (_, body) => {
    expect((await memoryApp().post('/silences', body)).status).toBe(400);
  });

  it('that is broad does nothing until a second person, an approver, agrees', async () => {
    const api = memoryApp();
    await fire(api, 'asr');
    const cookieOf = async (id: string, role: PersonRole) => ({
      cookie: await signInAs(api, id, await addAccount(api, id, role)),
    });
    const [dana, bo, chen] = [
      await cookieOf('dana', 'admin'),
      await cookieOf('bo', 'on-call'),
      await cookieOf('chen', 'approver'),
    ];
    const body = { matchers: ofPipeline, until: inHours(30), reason: 'moving house' };
    const made = await send(api, { method: 'POST', path: '/silences', body, headers: chen });
    const silence = Silence.parse(await made.json());
    expect(silence.approval).toEqual({
      reasons: ['it names nothing narrower than a pipeline', 'it lasts longer than 24 h'],
    });
    const approve = (headers: Record<string, string>) =>
      send(api, { method: 'POST', path: `/silences/${silence.id}/approve`, body: {}, headers });
    const silenced = async () =>
      AlertList.parse(await (await send(api, { path: '/alerts?tab=silenced', headers: dana })).json()).items
        .length;

    expect(await silenced()).toBe(0);
    expect((await approve(chen)).status).toBe(409);
    expect((await approve(bo)).status).toBe(403);
    expect(await silenced()).toBe(0);

    const approved = Silence.parse(await (await approve(dana)).json());
    expect(approved.approval).toMatchObject({ by: 'dana', at: now.toISOString() });
    expect(await silenced()).toBe(1);
    expect((await api.ports.control.listAudit(1))[0]).toMatchObject({
      action: 'silence.approve',
      actor: 'dana',
    });
    expect((await approve(dana)).status).toBe(409);
  });

  it('shows before it is made what it catches now, and caught in the last 7 days', async () => {
    const api = memoryApp();
    await fire(api, 'asr');
    await fire(api, 'vad');
    await fire(api, 'asr', { id: 'ended', hoursAgo: 60, endedHoursAgo: 50 });
    await fire(api, 'asr', { id: 'long-ago', hoursAgo: 300, endedHoursAgo: 200 });

    const preview = SilencePreview.parse(
      await (await api.post('/silences/preview', { matchers: ofAsr, until: inHours(2) })).json(),
    );

    expect(preview.now.map(({ id }) => id)).toEqual(['asr']);
    expect(preview.lastDays.map(({ alertId, title }) => [alertId, title])).toEqual([
      ['asr', 'psi, speech / asr'],
      ['ended', 'psi, speech / asr'],
    ]);
    expect(preview).toMatchObject({ caughtNow: 1, episodes: 2, approval: [] });
  });
});

describe('the clock of alerts', () => {
  it('ends leases, and writes nothing where nothing is due', async () => {
    const api = memoryApp();
    const { control } = api.ports;
    await fire(api, 'asr', {
      handling: {
        kind: 'acknowledged',
        by: 'ann',
        atMs: 0,
        untilMs: now.getTime(),
        severity: 'critical',
        isReminded: true,
      },
    });
    await fire(api, 'vad');

    await tickAlerts(api.ports);

    const [asr, vad] = await control.listAlerts({});
    expect(asr).toMatchObject({ revision: 2, state: { handling: { kind: 'none' } } });
    expect(vad).toMatchObject({ revision: 1 });
    const sent = await control.claimMessages(9, 60_000);
    expect(sent.map(({ key }) => key)).toEqual(['asr/1/acknowledgementExpired/1']);
  });

  it('finds what echoes an upstream alert', async () => {
    const api = memoryApp();
    await send(api, {
      method: 'PUT',
      path: '/pipelines/speech',
      body: { stages: [{ name: 'vad' }, { name: 'asr' }], edges: [{ from: 'vad', to: 'asr' }] },
    });
    await fire(api, 'asr');
    await fire(api, 'vad');

    await tickAlerts(api.ports, new Set(['speech']));

    const { items } = await list(api, 'firing');
    expect(items.map(({ id, badge, root }) => [id, badge, root.stage])).toEqual([
      ['asr', 'suppressed', 'vad'],
      ['vad', 'firing', 'vad'],
    ]);
  });
});

async function list(api: MemoryApp, name: string): Promise<AlertList> {
  return AlertList.parse(await (await api.get(`/alerts?tab=${name}`)).json());
}

async function tab(api: MemoryApp, name: string): Promise<string[]> {
  return (await list(api, name)).items.map(({ id }) => id);
}

/** A critical alert of `speech` that people were told of just now. */
async function fire(
  { ports }: MemoryApp,
  stage: string,
  {
    id = stage,
    hoursAgo = 0,
    endedHoursAgo,
    handling = { kind: 'none' },
  }: { id?: string; hoursAgo?: number; endedHoursAgo?: number; handling?: AlertState['handling'] } = {},
): Promise<void> {
  const ago = (hours: number) => now.getTime() - hours * HOUR_MS;
  await storeEpisode(ports, {
    id,
    stage,
    pipeline: 'speech',
    fromMs: ago(hoursAgo),
    ...(endedHoursAgo !== undefined && { toMs: ago(endedHoursAgo) }),
    state: { pagedMs: now.getTime(), handling },
  });
}
