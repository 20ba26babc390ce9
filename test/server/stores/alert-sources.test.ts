import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { StoredAlertSource } from '#api/alert-source-store.ts';
import type { ControlStore } from '#api/ports.ts';
import { observeExternal } from '#control/alert/external.ts';
import { initialState } from '#control/alert/alert-state.ts';
import type { OpenControlStore } from '#server/stores/open-control-store.ts';
import { audit, controlStores } from './control-stores.ts';

const at = '2026-11-24T10:00:00.123Z';

describe.each(controlStores)('sources of alerts in $name', ({ open }) => {
  let opened: OpenControlStore;
  let store: ControlStore;
  beforeAll(async () => {
    opened = await open();
    store = opened.store;
  });
  afterAll(() => opened.close());

  const entry = audit('alert-source.create', 'theirs');

  async function stored(patch: Partial<StoredAlertSource> = {}): Promise<StoredAlertSource> {
    const source = { ...sourceOf(randomUUID()), ...patch };
    expect(await store.writeAlertSource(source, entry)).toBe(true);
    return source;
  }

  it('are kept as they are written, token and all, each change on the one before it', async () => {
    const source = await stored();
    const second = { ...source, revision: 2, name: 'renamed', token: null };

    expect(await store.findAlertSource(source.id)).toEqual(source);
    expect(await store.writeAlertSource({ ...second, revision: 3 }, entry)).toBe(false);
    expect(await store.writeAlertSource(source, entry)).toBe(false);
    expect(await store.writeAlertSource(second, entry)).toBe(true);
    expect(await store.listAlertSources()).toContainEqual(second);
  });

  it('give each slot to one server only, and none before it; a change begins anew', async () => {
    const source = await stored();

    const claims = await Promise.all([1, 2, 3].map(() => store.claimSourceSlot(source.id, 7)));

    expect(claims.filter(Boolean)).toHaveLength(1);
    expect(await store.claimSourceSlot(source.id, 6)).toBe(false);
    expect(await store.claimSourceSlot(source.id, 8)).toBe(true);
    await store.writeAlertSource({ ...source, revision: 2 }, entry);
    expect(await store.claimSourceSlot(source.id, 8)).toBe(true);
  });

  it('know how they are doing', async () => {
    const source = await stored();

    await store.recordSourceHealth(source.id, { seenAt: new Date(at), error: null });
    await store.recordSourceHealth(source.id, { error: 'nothing listens there' });

    expect(await store.findAlertSource(source.id)).toEqual({
      ...source,
      seenAt: at,
      error: 'nothing listens there',
    });
  });

  it('go with their silences, and end their open alerts', async () => {
    const source = await stored();
    const sight = { kind: 'firing', value: 1 } as const;
    const step = observeExternal(initialState, { slot: 1, atMs: 1, severity: 'warning', version: 1, sight });
    const alert = {
      ...step,
      alert: {
        id: `${source.id}.one`,
        revision: 0,
        kind: 'external' as const,
        rule: { id: source.id, name: 'DiskFull', version: 1, thresholds: {} },
        source: { name: 'theirs' },
        pipeline: 'loans',
        labels: { node: 'a' },
        state: step.state,
      },
    };
    await store.writeAlerts([alert]);
    const projection = {
      sourceId: source.id,
      alertId: alert.alert.id,
      episode: 1,
      silenceId: 's-1',
      state: 'live' as const,
    };
    await store.putProjection(projection);
    await store.putProjection({ ...projection, silenceId: 's-2', state: 'spent' });
    expect(await store.listProjections(source.id)).toEqual([
      { ...projection, silenceId: 's-2', state: 'spent' },
    ]);

    const which = { id: source.id, atMs: 5, actor: 'ann' };
    expect(await store.deleteAlertSource({ ...which, revision: 2 }, entry)).toBe(false);
    expect(await store.deleteAlertSource({ ...which, revision: 1 }, entry)).toBe(true);

    expect(await store.findAlertSource(source.id)).toBeUndefined();
    expect(await store.listProjections(source.id)).toEqual([]);
    expect(await store.findAlert(alert.alert.id)).toMatchObject({
      kind: 'external',
      state: { condition: 'ok', ended: { by: 'ruleDeleted', actor: 'ann' } },
    });
  });

  it('forget a silence that is told of', async () => {
    const source = await stored();
    const projection = {
      sourceId: source.id,
      alertId: 'a',
      episode: 1,
      silenceId: 's',
      state: 'live' as const,
    };
    await store.putProjection(projection);

    await store.deleteProjection(projection);

    expect(await store.listProjections(source.id)).toEqual([]);
  });
});

function sourceOf(id: string): StoredAlertSource {
  return {
    id,
    revision: 1,
    name: 'theirs',
    isEnabled: true,
    settings: { kind: 'alertmanager', url: 'http://alertmanager:9093', projects: true },
    everySeconds: 30,
    pipeline: 'loans',
    pipelineLabel: 'pipeline',
    stageLabel: 'stage',
    criticalValues: ['critical'],
    matchers: [{ label: 'team', operator: 'is', value: 'risk' }],
    token: 'secret',
    seenAt: null,
    error: null,
    projectionError: null,
    changedAt: at,
    changedBy: 'ann',
  };
}
