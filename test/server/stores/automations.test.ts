import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ControlStore } from '#api/ports.ts';
import type { Automation, AutomationChange } from '#contract/automation.ts';
import type { Review, ReviewDecision } from '#contract/review.ts';
import type { OpenControlStore } from '#server/stores/open-control-store.ts';
import { automationOf } from '../../control/automation/settings.ts';
import { audit, controlStores } from './control-stores.ts';

const startMs = Date.parse('2026-11-25T10:00:00Z');
const MINUTE_MS = 60_000;
const at = (minutes: number) => new Date(startMs + minutes * MINUTE_MS).toISOString();

describe.each(controlStores)('automation in $name', ({ open }) => {
  let opened: OpenControlStore;
  let store: ControlStore;
  beforeAll(async () => {
    opened = await open();
    store = opened.store;
  });
  afterAll(() => opened.close());

  const ofStage = () => ({ pipeline: 'speech', stage: randomUUID() });
  const ann = { id: 'ann', nowMs: startMs };
  const ben = { id: 'ben', nowMs: startMs };
  const until = startMs + 10 * MINUTE_MS;

  it('keeps the setting of a stage with its history, and lets one of two writers win', async () => {
    const of = ofStage();
    const first = { ...automationOf(), ...of, generation: 1 };
    expect(await store.findAutomation(of)).toBeUndefined();
    expect(await write(store, first)).toBe(true);
    expect(await write(store, first)).toBe(false);

    const second: Automation = { ...first, generation: 2, setting: { ...first.setting, degree: 'shadow' } };
    const won = await Promise.all([write(store, second), write(store, second)]);
    expect(won.filter(Boolean)).toHaveLength(1);
    expect(await store.findAutomation(of)).toEqual(second);
    expect(await store.listAutomations()).toContainEqual(second);
    expect((await store.listAutomationChanges(of, 9)).map(({ generation }) => generation)).toEqual([2, 1]);
    expect(await store.listAutomationChanges(of, 1)).toHaveLength(1);
    expect((await store.listAudit(1))[0]).toMatchObject({ action: 'automation.set' });
  });

  it('hands a case to one reviewer at a time, the oldest first', async () => {
    const of = ofStage();
    const [one, two] = [review(of), review(of, { reason: 'audit' })];
    await store.addReviews([one, two]);
    await store.addReviews([{ ...one, version: 'another' }]);

    const taken = await Promise.all([store.takeReview(of, ann, until), store.takeReview(of, ben, until)]);
    expect(new Set(taken.map((each) => each?.id))).toEqual(new Set([one.id, two.id]));
    const his = await store.takeReview(of, ann, until);
    expect(his).toEqual({
      ...(his?.id === one.id ? one : two),
      lease: { by: 'ann', at: at(0), until: at(10) },
    });
    expect(await store.takeReview(of, { id: 'cid', nowMs: startMs }, until)).toBeUndefined();
    const late = await store.takeReview(of, { id: 'cid', nowMs: until }, until + MINUTE_MS);
    expect(late?.lease).toMatchObject({ by: 'cid' });
  });

  it('never hands one case to two of many who ask at once', async () => {
    const of = ofStage();
    await store.addReviews(Array.from({ length: 8 }, () => review(of)));
    const who = Array.from({ length: 12 }, (_, i) => ({ id: `r${i}`, nowMs: startMs }));
    const taken = await Promise.all(who.map((reviewer) => store.takeReview(of, reviewer, until)));
    const ids = taken.flatMap((each) => (each ? [each.id] : []));
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids.length).toBe(8);
  });

  it('does not give a skipped case to the same person again', async () => {
    const of = ofStage();
    const [one, two] = [review(of), review(of)];
    await store.addReviews([one, two]);
    await store.takeReview(of, ann, until);
    expect(await store.leaveReview(one.id, ben, true)).toBeUndefined();
    expect(await store.leaveReview(one.id, ann, true)).toMatchObject({ lease: null });
    expect((await store.takeReview(of, ann, until))?.id).toBe(two.id);
    await store.leaveReview(two.id, ann, false);
    expect((await store.takeReview(of, ann, until))?.id).toBe(two.id);
    expect((await store.takeReview(of, ben, until))?.id).toBe(one.id);
  });

  it('keeps a decision of whoever has the case, and what was agreed at first', async () => {
    const of = ofStage();
    const one = review(of, { reason: 'audit' });
    await store.addReviews([one]);
    await store.takeReview(of, ann, until);
    const entry = audit('review.decide', one.id);
    expect(await store.decideReview(one.id, decision('ben'), true, entry)).toBeUndefined();
    const decided = await store.decideReview(one.id, decision('ann', 'no'), false, entry);
    expect(decided).toMatchObject({ lease: null, decision: { value: 'no', by: 'ann' } });
    expect((await store.listAudit(1))[0]).toMatchObject({ action: 'review.decide', subject: one.id });
    expect(await store.takeReview(of, ben, until)).toBeUndefined();

    const within = { sinceMs: startMs, untilMs: until };
    expect(await store.undoReview(one.id, ben, within, entry)).toBeUndefined();
    const tooLate = { ...within, sinceMs: startMs + 60 * MINUTE_MS };
    expect(await store.undoReview(one.id, ann, tooLate, entry)).toBeUndefined();
    expect(await store.undoReview(one.id, ann, within, entry)).toMatchObject({
      decision: null,
      lease: { by: 'ann' },
    });
    await store.decideReview(one.id, decision('ann', 'yes'), true, entry);
    expect(await store.reviewCounts(of, startMs + 5 * MINUTE_MS, startMs)).toEqual({
      waiting: 0,
      leased: 0,
      oldestAt: null,
      decidedLastHour: 1,
      byReason: [{ reason: 'audit', decided: 1, compared: 1, agreed: 0 }],
    });
  });

  it('counts what waits', async () => {
    const of = ofStage();
    await store.addReviews([review(of, { at: at(2) }), review(of, { at: at(1) })]);
    await store.takeReview(of, ann, until);
    expect(await store.reviewCounts(of, startMs, startMs)).toEqual({
      waiting: 2,
      leased: 1,
      oldestAt: at(1),
      decidedLastHour: 0,
      byReason: [],
    });
  });

  it('knows which decisions are no labels yet, and forgets what was asked', async () => {
    const of = ofStage();
    const [one, old] = [review(of), review(of)];
    await store.addReviews([one, old]);
    await store.takeReview(of, ann, until);
    await store.decideReview(one.id, decision('ann'), null, audit('review.decide', one.id));
    const unsettled = async () => (await store.listUnsettledReviews(until, 100)).map(({ id }) => id);
    expect(await unsettled()).toContain(one.id);
    await store.settleReview(one.id);
    expect(await unsettled()).not.toContain(one.id);

    const before = { contentMs: until, decidedMs: startMs, waitingMs: startMs };
    await store.forgetReviews(before);
    expect(await store.findReview(one.id)).toMatchObject({
      fields: null,
      suggestion: null,
      decision: { by: 'ann' },
    });
    expect(await store.findReview(old.id)).toMatchObject({ fields: { seconds: 3 } });
    await store.forgetReviews({ ...before, decidedMs: until, waitingMs: until });
    expect(await store.findReview(one.id)).toBeUndefined();
    expect(await store.findReview(old.id)).toBeUndefined();
  });
});

function write(store: ControlStore, automation: Automation): Promise<boolean> {
  const change: AutomationChange = {
    generation: automation.generation,
    at: at(0),
    by: 'ann',
    kind: 'set',
    reason: '',
    degree: automation.setting.degree,
    setting: automation.setting,
    hash: null,
  };
  return store.writeAutomation(automation, change, audit('automation.set', automation.stage));
}

function review(of: { pipeline: string; stage: string }, patch: Partial<Review> = {}): Review {
  const id = randomUUID();
  return {
    ...of,
    id,
    requestId: `r-${id}`,
    version: 'v17',
    reason: 'unsure',
    at: at(0),
    fields: { seconds: 3 },
    suggestion: { value: 'yes', score: 0.6 },
    lease: null,
    decision: null,
    ...patch,
  };
}

function decision(by: string, value = 'yes'): ReviewDecision {
  return { value, by, at: at(1), note: '', seconds: 4 };
}
