import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { AuditEntry, ControlStore, StoredReference } from '#api/ports.ts';
import type { Note } from '#contract/note.ts';
import { PipelineDefinition } from '#contract/pipeline-definition.ts';
import { openPglite, type OpenControlStore } from '#server/stores/open-control-store.ts';
import { audit, controlStores } from './control-stores.ts';
import { keepsAudit } from './audit-suite.ts';
import { hostileNames } from './log-rows.ts';
import { keepsPeople } from './people-suite.ts';

describe.each(controlStores)('the control store in $name', ({ open }) => {
  let opened: OpenControlStore;
  let store: ControlStore;
  beforeAll(async () => {
    opened = await open();
    store = opened.store;
  });
  afterAll(() => opened.close());

  it('is empty at first', async () => {
    expect(await store.listPipelines()).toEqual([]);
    expect(await store.findPipeline('nobody')).toBeUndefined();
    expect(await store.listReferences('nobody')).toEqual([]);
    expect(await store.findReference('nobody')).toBeUndefined();
    expect(await store.listAudit(10)).toEqual([]);
  });

  it('keeps notes whose instant or span touches a window, and lets go of one’s own', async () => {
    const pipeline = `p-${randomUUID()}`;
    const at = (hour: number) => new Date(Date.UTC(2026, 10, 23, hour)).toISOString();
    const note = (id: string, from: number, more: Partial<Note> = {}): Note => ({
      id: `${pipeline}-${id}`,
      pipeline,
      from: at(from),
      text: hostileNames[0] as string,
      createdAt: at(20),
      createdBy: 'ann',
      ...more,
    });
    const before = note('a', 8);
    const span = note('b', 8, { to: at(10), stage: 'asr' });
    const inside = note('c', 9);
    const after = note('d', 11);
    for (const each of [after, inside, span, before])
      await store.createNote(each, audit('note.create', each.id));

    const window = { fromMs: Date.parse(at(9)), toMs: Date.parse(at(11)) };
    expect(await store.listNotes(pipeline, window)).toEqual([span, inside]);

    const which = { pipeline, id: inside.id };
    expect(
      await store.deleteNote({ ...which, createdBy: 'bob' }, audit('note.delete', 'not his')),
    ).toBeUndefined();
    expect(await store.deleteNote({ ...which, createdBy: 'ann' }, audit('note.delete', inside.id))).toEqual(
      inside,
    );
    expect(await store.listNotes(pipeline, window)).toEqual([span]);
    const [latest, earlier] = await store.listAudit(2);
    expect(latest).toMatchObject({ action: 'note.delete', subject: inside.id });
    expect(earlier).toMatchObject({ action: 'note.create' });
  });

  it('keeps pipelines by name, the latest definition of each', async () => {
    const name = `p-${randomUUID()}`;
    const first = PipelineDefinition.parse({ title: 'first', stages: [{ name: 'a' }] });
    const second = PipelineDefinition.parse({
      title: 'second',
      stages: [{ name: 'b', outputs: 'text' }],
      kind: 'batch',
    });

    await store.putPipeline({ name, definition: first }, audit('pipeline.put', name));
    await store.putPipeline({ name, definition: second }, audit('pipeline.put', name));

    expect(await store.findPipeline(name)).toEqual({ name, definition: second });
    expect((await store.listPipelines()).filter((pipeline) => pipeline.name === name)).toEqual([
      { name, definition: second },
    ]);
  });

  it('keeps pipelines with hostile names as they are', async () => {
    // PostgreSQL's text cannot hold a NUL.
    for (const hostile of hostileNames.filter((name) => !name.includes('\0'))) {
      const definition = PipelineDefinition.parse({
        title: hostile.slice(0, 200),
        stages: [{ name: hostile }],
      });
      await store.putPipeline({ name: `p-${hostile}`, definition }, audit('pipeline.put', hostile));

      expect(await store.findPipeline(`p-${hostile}`)).toEqual({ name: `p-${hostile}`, definition });
    }
  });

  it('keeps the latest setting of each metric, by stage and metric, and the rest as they were', async () => {
    const pipeline = `p-${randomUUID()}`;
    const pinned = { stage: 'b', metric: 'input.x', attention: 'pinned' as const, title: 'X' };
    const muted = { stage: 'a', metric: 'input.Z', attention: 'muted' as const };
    await store.putMetricSettings(pipeline, [pinned, muted], audit('metric-settings.put', pipeline));

    const usual = { ...pinned, attention: 'usual' as const, unit: 'ms' as const };
    await store.putMetricSettings(pipeline, [usual], audit('metric-settings.put', pipeline));

    expect(await store.listMetricSettings(pipeline)).toEqual([muted, usual]);
    expect(await store.listMetricSettings('nobody')).toEqual([]);
  });

  it('keeps views by name, until one is deleted, and audits only what happened', async () => {
    const view = (name: string) => ({
      id: randomUUID(),
      name,
      address: `/p/x?q=${encodeURIComponent(name)}`,
      createdAt: new Date(0).toISOString(),
      createdBy: 'ada',
    });
    const [late, early] = [view('b view'), view('B view')];
    for (const each of [late, early])
      await store.createSavedView(each, audit('saved-view.create', each.name));
    const own = async () =>
      (await store.listSavedViews()).filter(({ id }) => id === late.id || id === early.id);
    expect(await own()).toEqual([early, late]);

    expect(await store.deleteSavedView(late.id, audit('saved-view.delete', late.id))).toEqual(late);
    expect(await store.deleteSavedView(late.id, audit('saved-view.delete', 'again'))).toBeUndefined();

    expect(await own()).toEqual([early]);
    expect((await store.listAudit(1))[0]?.subject).toBe(late.id);
  });

  it('gives each name of a reference its own versions', async () => {
    const pipeline = `p-${randomUUID()}`;

    const stored = [
      await store.createReference(reference(pipeline, 'base'), audit('reference.create', 'base')),
      await store.createReference(reference(pipeline, 'other'), audit('reference.create', 'other')),
      await store.createReference(reference(pipeline, 'base'), audit('reference.create', 'base')),
    ];

    expect(stored.map(({ name, version }) => [name, version])).toEqual([
      ['base', 1],
      ['other', 1],
      ['base', 2],
    ]);
    for (const one of stored) expect(await store.findReference(one.id)).toEqual(one);
  });

  it('gives two references that are made at once two versions', async () => {
    const pipeline = `p-${randomUUID()}`;

    const stored = await Promise.all(
      [1, 2, 3].map(() =>
        store.createReference(reference(pipeline, 'base'), audit('reference.create', 'base')),
      ),
    );

    expect(new Set(stored.map(({ version }) => version))).toEqual(new Set([1, 2, 3]));
  });

  it('lists references newest first, without their metrics', async () => {
    const pipeline = `p-${randomUUID()}`;
    for (const stage of ['vad', 'asr', 'vad']) {
      await store.createReference(
        { ...reference(pipeline, 'base'), stage },
        audit('reference.create', stage),
      );
    }

    const all = await store.listReferences(pipeline);
    const ofStage = await store.listReferences(pipeline, 'vad');

    expect(all.map(({ stage, version }) => [stage, version])).toEqual([
      ['vad', 2],
      ['asr', 1],
      ['vad', 1],
    ]);
    expect(ofStage).toEqual(all.filter(({ stage }) => stage === 'vad'));
    expect(all.every((one) => !('metrics' in one))).toBe(true);
  });

  it('keeps hostile metrics of a reference as they are', async () => {
    const pipeline = `p-${randomUUID()}`;
    const metrics: StoredReference['metrics'] = hostileNames.map((metric) => ({
      metric,
      kind: 'categorical',
      bins: { kind: 'categorical', categories: [metric], tail: hostileNames },
      counts: [1, 1e-300, 2 ** 53],
      sums: [],
      missing: 0,
    }));

    const stored = await store.createReference(
      { ...reference(pipeline, 'base'), metrics },
      audit('reference.create', 'x'),
    );

    expect((await store.findReference(stored.id))?.metrics).toEqual(metrics);
  });

  it('lists the audit newest first, with what was said of each change', async () => {
    const pipeline = `p-${randomUUID()}`;
    const [one, two, three] = ['one', 'two', 'three'].map((title) => ({
      definition: PipelineDefinition.parse({ title }),
      entry: audit('pipeline.put', title),
    })) as [Change, Change, Change];
    for (const { definition, entry } of [one, two, three]) {
      await store.putPipeline({ name: pipeline, definition }, entry);
    }

    expect(await store.listAudit(2)).toEqual([
      { ...three.entry, before: two.definition },
      { ...two.entry, before: one.definition },
    ]);
  });

  it('lists the audit of one action in a window', async () => {
    const name = `p-${randomUUID()}`;
    const entries = ['2031-01-01T00:00:00.000Z', '2031-01-02T00:00:00.000Z', '2031-01-03T00:00:00.000Z'].map(
      (at) => ({ ...audit('pipeline.put', name), at }),
    );
    const other = { ...audit('pipeline.other', name), at: '2031-01-02T00:00:00.000Z' };
    for (const [index, entry] of [...entries, other].entries()) {
      await store.putPipeline({ name: `${name}-${index}`, definition: PipelineDefinition.parse({}) }, entry);
    }
    const window = { fromMs: Date.UTC(2031, 0, 1), toMs: Date.UTC(2031, 0, 3) };

    expect(await store.listAudit(10, { action: 'pipeline.put', ...window })).toEqual([
      entries[1],
      entries[0],
    ]);
    expect(await store.listAudit(1, { action: 'pipeline.put', ...window })).toEqual([entries[1]]);
  });

  keepsPeople(() => store);
  keepsAudit(() => store);

  it('stores no change without its audit entry', async () => {
    const pipeline = `p-${randomUUID()}`;
    const entry = { ...audit('pipeline.put', pipeline), at: 'no date' };
    const before = await store.listAudit(1);

    await expect(
      store.putPipeline({ name: pipeline, definition: PipelineDefinition.parse({}) }, entry),
    ).rejects.toThrow('Invalid time value');

    expect(await store.findPipeline(pipeline)).toBeUndefined();
    expect(await store.listAudit(1)).toEqual(before);
  });
});

describe('PGlite in a folder', () => {
  it('keeps what was stored for the next start', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'control-'));
    const path = join(folder, 'control');
    const first = await openPglite(path);
    const definition = PipelineDefinition.parse({ title: 'kept' });
    await first.store.putPipeline({ name: 'p', definition }, audit('pipeline.put', 'p'));
    await first.close();

    const second = await openPglite(path);

    expect(await second.store.findPipeline('p')).toEqual({ name: 'p', definition });
    await second.close();
    rmSync(folder, { recursive: true });
  });
});

type Change = { definition: PipelineDefinition; entry: AuditEntry };

function reference(pipeline: string, name: string): StoredReference {
  return {
    id: randomUUID(),
    pipeline,
    stage: 'asr',
    name,
    version: 1,
    from: '2026-11-01T00:00:00.000Z',
    to: '2026-11-08T00:00:00.000Z',
    rows: 1_234,
    createdAt: '2026-11-24T10:00:00.123Z',
    createdBy: 'tester',
    source: 'window' as const,
    automatic: false,
    provisional: false,
    metrics: [
      {
        metric: 'x',
        kind: 'numeric',
        bins: { kind: 'numeric', edges: [-5, 0, 7], atoms: false },
        counts: [1, 2, 3, 4],
        sums: [-1.5, 0, 2.25, 1e300],
        missing: 5,
      },
    ],
  };
}
