import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { AlertChange, InboxSelection, StoredAlert } from '#api/alert-store.ts';
import type { ControlStore } from '#api/ports.ts';
import type { Silence } from '#contract/silence.ts';
import { initialState, type AlertState } from '#control/alert/alert-state.ts';
import { moved, told, unchanged } from '#control/alert/step.ts';
import type { OpenControlStore } from '#server/stores/open-control-store.ts';
import { audit, controlStores } from './control-stores.ts';

const startMs = Date.UTC(2026, 10, 23, 12);
const minute = (minutes: number) => startMs + minutes * 60_000;
const everything = { fromMs: 0, toMs: Date.UTC(2100, 0) };

describe.each(controlStores)('alerts in $name', ({ open }) => {
  let opened: OpenControlStore;
  let store: ControlStore;
  beforeAll(async () => {
    opened = await open();
    store = opened.store;
  });
  afterAll(() => opened.close());

  async function write(...changes: AlertChange[]): Promise<void> {
    expect(await store.writeAlerts(changes)).toBe(true);
  }

  // First, while there are no messages of other tests.
  it('hands each message to one sender, the oldest first, until its lease ends', async () => {
    const changes = Array.from({ length: 5 }, () => fire(alert(), 1));
    for (const change of changes) expect(await store.writeAlerts([change])).toBe(true);
    const keys = changes.map(({ alert: { id } }) => `${id}/1/fire/1`);

    const [first, second] = await Promise.all([
      store.claimMessages(3, 60_000),
      store.claimMessages(3, 60_000),
    ]);

    expect([...first, ...second].map(({ key }) => key).sort()).toEqual([...keys].sort());
    expect(await store.claimMessages(3, 60_000)).toEqual([]);
    // whichever of the two began first
    const [oldest] = [first, second].find(([claimed]) => claimed?.key === keys[0]) ?? [];
    expect(oldest).toMatchObject({
      message: changes[0]?.messages[0],
      alert: { id: changes[0]?.alert.id, revision: 1 },
      isLate: false,
    });

    for (const key of keys.slice(0, 4)) await store.planDeliveries(key, []);
    expect(await store.claimMessages(9, 0)).toEqual([]);
  });

  it('says which messages come late', async () => {
    const change = fire(alert(), 1);
    await store.writeAlerts([{ ...change, isLate: true }]);

    expect(await store.claimMessages(9, 60_000)).toMatchObject([{ isLate: true }]);
  });

  it('keeps an alert with its history, its episode and its messages', async () => {
    const fresh = alert();
    const fired = fire(fresh, 1);
    await write(fired);

    const stored = { ...fired.alert, revision: 1 };
    expect(await store.findAlert(fresh.id)).toEqual(stored);
    expect(await store.findAlert('nobody')).toBeUndefined();
    expect(await store.listTransitions(fresh.id, 10)).toEqual(fired.transitions);
    const { revision: _, state: __, ...about } = stored;
    expect(await store.listEpisodes({ ...everything, alertId: fresh.id }, 10)).toEqual([
      {
        alert: about,
        episode: 1,
        fromMs: minute(1),
        toMs: null,
        severity: 'warning',
        endedBy: null,
        verdict: null,
      },
    ]);
  });

  it('writes all changes or none, and none without its audit entry', async () => {
    const [first, second] = [alert(), alert()];
    await write(fire(first, 1));
    const before = await store.listAudit(1);

    const stale = [fire(second, 1), fire(first, 2)];

    expect(await store.writeAlerts(stale, audit('alert.note', first.id))).toBe(false);
    expect(await store.findAlert(second.id)).toBeUndefined();
    expect(await store.listAudit(1)).toEqual(before);
    expect(await store.writeAlerts([fire(second, 1)], audit('alert.note', second.id))).toBe(true);
    expect((await store.listAudit(1))[0]).toMatchObject({ action: 'alert.note', subject: second.id });
    await expect(
      store.writeAlerts([fire(alert(), 1)], { ...audit('alert.note', 'x'), at: 'no date' }),
    ).rejects.toThrow('Invalid time value');
  });

  it('lets one of two writers win', async () => {
    const { alert: fired } = fire(alert(), 1);
    await write({ alert: { ...fired, revision: 0 }, transitions: [], messages: [] });
    const change: AlertChange = { alert: { ...fired, revision: 1 }, transitions: [], messages: [] };

    const won = await Promise.all([
      store.writeAlerts([change]),
      store.writeAlerts([change]),
      store.writeAlerts([change]),
    ]);

    expect(won.filter(Boolean)).toHaveLength(1);
  });

  it('tells the end, the highest severity and the verdict of episodes', async () => {
    const fired = fire(alert(), 1);
    await write(fired);
    const upgraded = step(fired, 'upgrade', 2, { severity: 'critical' });
    await write(upgraded);
    const ended = step(
      upgraded,
      'resolve',
      3,
      { condition: 'ok', ended: { by: 'data', atMs: minute(3) } },
      { endedBy: 'data' },
    );
    await write(ended);
    const again = step(ended, 'fire', 9, { condition: 'firing', episode: 2, severity: 'warning' });
    await write(again);
    const judged = step(again, 'feedback', 10, {}, { verdict: 'noise' });
    await write({
      ...judged,
      transitions: judged.transitions.map((transition) => ({ ...transition, episode: 1 })),
    });

    const { id, pipeline } = fired.alert;
    const episodes = async (from: number, to: number) =>
      (await store.listEpisodes({ fromMs: minute(from), toMs: minute(to), pipeline, alertId: id }, 10)).map(
        ({ alert: _, ...episode }) => episode,
      );
    const first = {
      episode: 1,
      fromMs: minute(1),
      toMs: minute(3),
      severity: 'critical',
      endedBy: 'data',
      verdict: 'noise',
    };
    expect(await episodes(0, 9)).toEqual([first]);
    expect(await episodes(3, 10)).toMatchObject([{ episode: 2, toMs: null }, first]);
    expect(await episodes(4, 9)).toEqual([]);
    expect(await store.listEpisodes({ ...everything, pipeline: 'nobody' }, 10)).toEqual([]);
  });

  it('lists what is open, and what ended since', async () => {
    const pipeline = `p-${randomUUID()}`;
    const firing = fire(alert({ pipeline, id: `a-${randomUUID()}` }), 1);
    const calm: AlertChange = {
      alert: alert({ pipeline, id: `b-${randomUUID()}` }),
      transitions: [],
      messages: [],
    };
    const over = fire(alert({ pipeline, id: `c-${randomUUID()}` }), 1);
    over.alert.state = { ...over.alert.state, condition: 'ok', ended: { by: 'data', atMs: minute(5) } };
    await write(firing, calm, over);

    const ids = async (openSinceMs?: number) =>
      (await store.listAlerts({ pipeline, openSinceMs })).map(({ id }) => id);
    const [a, b, c] = [firing.alert.id, calm.alert.id, over.alert.id];
    expect(await ids()).toEqual([a, b, c]);
    expect(await ids(minute(4))).toEqual([a, c]);
    expect(await ids(minute(5))).toEqual([a]);
    expect((await store.listAlerts({ pipeline, ruleId: calm.alert.rule.id })).map(({ id }) => id)).toEqual([
      b,
    ]);
  });

  it('counts the inbox, and hands out the most urgent of it', async () => {
    const pipeline = `inbox-${randomUUID()}`;
    const fired = (id: string, at: number, patch: Partial<AlertState> = {}, name = 'psi') => {
      const about = alert({ pipeline, id: `${id}-${pipeline}` });
      const change = fire({ ...about, rule: { ...about.rule, name } }, at);
      const state: AlertState = {
        ...change.alert.state,
        severity: 'critical',
        peakSeverity: 'critical',
        ...patch,
      };
      return { ...change, alert: { ...change.alert, state } };
    };
    const by = (by: string) => ({
      kind: 'acknowledged' as const,
      by,
      severity: 'critical' as const,
      atMs: minute(3),
      untilMs: minute(63),
      isReminded: false,
    });
    const over = (at: number) => ({
      condition: 'ok' as const,
      severity: null,
      ended: { by: 'data' as const, atMs: minute(at) },
    });
    await write(
      fired('late', 2, {}, '100% _null_ share'),
      fired('early', 1),
      fired('warning', 0, { severity: 'warning' }),
      fired('mine', 3, { handling: by('ann') }),
      fired('assigned', 3, { assignee: 'ann' }),
      fired('over', 3, over(10)),
      fired('past', 3, over(4)),
      fired('pending', 3, { condition: 'pending' }),
    );
    const inbox = async (selection: Partial<InboxSelection> = {}) => {
      const { counts, items } = await store.listInbox({
        pipeline,
        openSinceMs: minute(5),
        badges: ['firing', 'acknowledged', 'resolved'],
        limit: 10,
        ...selection,
      });
      return { counts: Object.fromEntries(counts), ids: items.map(({ id }) => id.split('-')[0]) };
    };

    expect(await inbox()).toEqual({
      counts: { firing: 4, acknowledged: 1, resolved: 1 },
      ids: ['early', 'late', 'assigned', 'mine', 'warning', 'over'],
    });
    expect((await inbox({ limit: 2 })).ids).toEqual(['early', 'late']);
    expect((await inbox({ badges: ['resolved'] })).ids).toEqual(['over']);
    expect(await inbox({ person: 'ann' })).toEqual({
      counts: { firing: 1, acknowledged: 1 },
      ids: ['assigned', 'mine'],
    });
    expect((await inbox({ severities: ['warning'] })).ids).toEqual(['warning']);
    expect((await inbox({ text: ' 100% NULL ' })).ids).toEqual(['late']);
    expect((await inbox({ text: '_psi' })).ids).toEqual([]);
  });

  it('finds what time alone may have changed', async () => {
    const pipeline = `due-${randomUUID()}`;
    const [paged, calm] = [fire(alert({ pipeline, id: `a-${pipeline}` }), 1), fire(alert({ pipeline }), 1)];
    paged.alert.state = { ...paged.alert.state, severity: 'critical', pagedMs: minute(1) };
    calm.alert.state = { ...calm.alert.state, condition: 'ok', ended: { by: 'data', atMs: minute(2) } };
    await write(paged, calm);
    const due = async (atMs: number) =>
      (await store.listAlerts({ pipeline, dueMs: atMs })).map(({ id }) => id);

    expect(await due(minute(10))).toEqual([]);
    expect(await due(minute(11))).toEqual([paged.alert.id]);
    await store.postponeAlerts([paged.alert.id], minute(20));
    expect(await due(minute(19))).toEqual([]);
    await write({ ...paged, alert: { ...paged.alert, revision: 1 }, transitions: [], messages: [] });
    expect(await due(minute(11))).toEqual([paged.alert.id]);
  });

  it('keeps silences until they end or somebody ends them', async () => {
    const silence = (id: string, from: number, until: number): Silence => ({
      id: `${id}-${randomUUID()}`,
      matchers: [{ label: 'stage', operator: 'is', value: 'asr' }],
      reason: 'new microphones',
      from: new Date(minute(from)).toISOString(),
      until: new Date(minute(until)).toISOString(),
      createdBy: 'ann',
    });
    const [short, long] = [silence('a', 0, 10), silence('b', 1, 100)];
    for (const one of [short, long]) await store.createSilence(one, audit('silence.create', one.id));
    expect(await store.listSilences(minute(9))).toEqual([long, short]);
    expect(await store.listSilences(minute(10))).toEqual([long]);

    const expire = (id: string, atMs: number) =>
      store.expireSilence({ id, by: 'bob', atMs }, audit('silence.expire', id));
    const expired = { ...long, until: new Date(minute(20)).toISOString(), expiredBy: 'bob' };
    expect(await expire(long.id, minute(20))).toEqual(expired);
    expect((await store.listAudit(1))[0]).toMatchObject({
      subject: long.id,
      before: long,
      after: expired,
    });
    expect(await expire(long.id, minute(21))).toBeUndefined();
    expect(await expire('nobody', 0)).toBeUndefined();

    const broad: Silence = { ...silence('c', 2, 200), approval: { reasons: ['it is long'] } };
    await store.createSilence(broad, audit('silence.create', broad.id));
    const approve = (id: string, atMs: number) =>
      store.approveSilence({ id, by: 'bob', atMs }, audit('silence.approve', id));
    expect(await approve(long.id, minute(3))).toBeUndefined();
    expect(await approve(broad.id, minute(200))).toBeUndefined();
    const at = new Date(minute(3)).toISOString();
    const approved = { ...broad, approval: { reasons: ['it is long'], by: 'bob', at } };
    expect(await approve(broad.id, minute(3))).toEqual(approved);
    expect((await store.listAudit(1))[0]).toMatchObject({ before: broad, after: approved });
    expect(await approve(broad.id, minute(4))).toBeUndefined();
    await store.expireSilence(
      { id: broad.id, by: 'bob', atMs: minute(4) },
      audit('silence.expire', broad.id),
    );

    expect(await store.listSilences(minute(19))).toEqual([expired]);
    expect(await store.listSilences(minute(20))).toEqual([]);
  });
});

function alert(about: Partial<StoredAlert> = {}): StoredAlert {
  const id = randomUUID();
  return {
    id,
    revision: 0,
    kind: 'rule',
    rule: { id: `rule-${id}`, name: 'psi', version: 1, thresholds: { warning: 0.1 }, owner: 'voice' },
    pipeline: 'speech',
    stage: 'asr',
    metric: 'input.volume_db',
    labels: { team: 'voice' },
    state: initialState,
    ...about,
  };
}

/** The first firing of an alert, decided on the revision that it has. */
function fire(on: StoredAlert, at: number): AlertChange {
  const fired = moved(unchanged(on.state), 'fire', minute(at), {
    condition: 'firing',
    severity: 'warning',
    peakSeverity: 'warning',
    episode: 1,
    firedMs: minute(at),
  });
  const { state, transitions, messages } = told(fired, 'fire', minute(at));
  return { alert: { ...on, state }, transitions, messages };
}

/** The next change, on what the one before was written as. */
function step(
  { alert: before }: AlertChange,
  move: Parameters<typeof moved>[1],
  at: number,
  patch: Partial<AlertState>,
  extra: Parameters<typeof moved>[4] = {},
): AlertChange {
  const { state, transitions, messages } = moved(unchanged(before.state), move, minute(at), patch, extra);
  return { alert: { ...before, revision: before.revision + 1, state }, transitions, messages };
}
