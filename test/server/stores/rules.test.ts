import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ControlStore } from '#api/ports.ts';
import type { OpenControlStore } from '#server/stores/open-control-store.ts';
import { controlStores } from './control-stores.ts';
import { hostileNames } from './log-rows.ts';
import { ruleWrite as write } from './rule-write.ts';

describe.each(controlStores)('the rules in $name', ({ open }) => {
  let opened: OpenControlStore;
  let store: ControlStore;
  beforeAll(async () => {
    opened = await open();
    store = opened.store;
  });
  afterAll(() => opened.close());

  it('are in force by name, in their newest version', async () => {
    const pipeline = randomUUID();
    const [b, a] = [write(pipeline, 'b'), write(pipeline, hostileNames[0] as string)];
    await store.writeRules([b, a]);
    const second = write(pipeline, 'b2', { id: b.version.ruleId, version: 2 });

    expect(await store.writeRules([second])).toEqual({ outcome: 'stored' });

    const expected = [a.version.rule, second.version.rule].sort((x, y) => (x.name < y.name ? -1 : 1));
    expect(await store.listRules(pipeline)).toEqual(expected);
    expect(await store.findRule(b.version.ruleId)).toEqual(second.version.rule);
    expect(await store.listRuleVersions(b.version.ruleId)).toEqual([second.version, b.version]);
    expect(await store.listRules(randomUUID())).toEqual([]);
  });

  it('of a pipeline are listed with all their versions, unless they are deleted', async () => {
    const pipeline = randomUUID();
    const [a, b] = [write(pipeline, 'a'), write(pipeline, 'b')];
    await store.writeRules([a, b, write(randomUUID(), 'c')]);
    const second = write(pipeline, 'a', { id: a.version.ruleId, version: 2 });
    const gone = write(pipeline, 'b', { id: b.version.ruleId, version: 2, change: 'deleted' });
    await store.writeRules([second, gone]);

    expect(await store.listPipelineVersions(pipeline)).toEqual([second.version, a.version]);
  });

  it('take one of two versions that were made from the same one', async () => {
    const pipeline = randomUUID();
    const first = write(pipeline, 'a');
    const id = first.version.ruleId;
    await store.writeRules([first]);
    const rivals = ['x', 'y'].map((name) => write(pipeline, name, { id, version: 2 }));

    const results = await Promise.all(rivals.map((rival) => store.writeRules([rival])));

    expect(results.map(({ outcome }) => outcome).sort()).toEqual(['outdated', 'stored']);
    expect(await store.listRuleVersions(id)).toHaveLength(2);
  });

  it('are all stored or none, with their audit', async () => {
    const pipeline = randomUUID();
    await store.writeRules([write(pipeline, 'a')]);
    const [newest] = await store.listAudit(1);

    const result = await store.writeRules([write(pipeline, 'b'), write(pipeline, 'a')]);

    expect(result).toEqual({ outcome: 'nameTaken' });
    expect((await store.listRules(pipeline)).map(({ name }) => name)).toEqual(['a']);
    expect(await store.listAudit(1)).toEqual([newest]);
  });

  it('that are deleted keep their versions, and free their name', async () => {
    const pipeline = randomUUID();
    const gone = write(pipeline, 'a');
    const id = gone.version.ruleId;
    await store.writeRules([gone]);

    await store.writeRules([write(pipeline, 'a', { id, version: 2, change: 'deleted' })]);
    const next = write(pipeline, 'a');

    expect(await store.writeRules([next])).toEqual({ outcome: 'stored' });
    expect(await store.listRules(pipeline)).toEqual([next.version.rule]);
    expect(await store.findRule(id)).toBeUndefined();
    expect((await store.listRuleVersions(id)).map(({ change }) => change)).toEqual(['deleted', 'created']);
    const revived = write(pipeline, 'b', { id, version: 3, change: 'edited' });
    expect(await store.writeRules([revived])).toEqual({ outcome: 'outdated', ruleId: id });
  });
});
