import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ControlStore } from '#api/ports.ts';
import type { StoredRollout } from '#api/rollout-store.ts';
import { chainLine, chainStart } from '#api/services/rollouts/chain-line.ts';
import type { RolloutEvent } from '#contract/rollout-event.ts';
import type { Rollout } from '#contract/rollout.ts';
import type { OpenControlStore } from '#server/stores/open-control-store.ts';
import { draft } from '../../control/rollout/rollouts.ts';
import { audit, controlStores } from './control-stores.ts';
import { firedAlert } from './fired-alert.ts';

describe.each(controlStores)('rollouts in $name', ({ open }) => {
  let opened: OpenControlStore;
  let store: ControlStore;
  beforeAll(async () => {
    opened = await open();
    store = opened.store;
  });
  afterAll(() => opened.close());

  it('keeps a rollout with its chain of events and its audit entry', async () => {
    const fresh = await first(draftOf());
    expect(await store.writeRollout(fresh, { audit: audit('rollout.create', fresh.stored.rollout.id) })).toBe(
      'written',
    );

    const { id } = fresh.stored.rollout;
    expect(await store.findRollout(id)).toEqual({ ...fresh.stored, revision: 1 });
    expect(await store.findRollout('nobody')).toBeUndefined();
    expect(await store.listRolloutEvents(id, 0, 9)).toEqual(fresh.events);
    expect(await store.listRolloutEvents(id, 1, 9)).toEqual([]);
    expect((await store.listAudit(1))[0]).toMatchObject({ action: 'rollout.create', subject: id });
  });

  it('lets one of two writers win, and writes nothing for the other', async () => {
    const fresh = await first(draftOf());
    await store.writeRollout(fresh);
    const before = await store.listAudit(1);
    const { id } = fresh.stored.rollout;

    const outcomes = await Promise.all(
      ['a', 'b', 'c'].map(async (key) => {
        const change = await next({ ...fresh.stored, revision: 1 }, { phase: 'cancelled' });
        return store.writeRollout(change, {
          answer: { actor: 'ann', key: id + key, bodyHash: '', answer: 1 },
        });
      }),
    );

    expect(outcomes.toSorted()).toEqual(['outdated', 'outdated', 'written']);
    expect(await store.listRolloutEvents(id, 0, 9)).toHaveLength(2);
    const answers = await Promise.all(['a', 'b', 'c'].map((key) => store.findAnswer('ann', id + key)));
    expect(answers.filter(Boolean)).toHaveLength(1);
    expect(await store.listAudit(1)).toEqual(before);
  });

  it('keeps its alert with it, or neither', async () => {
    const fresh = await first(draftOf());
    const alert = firedAlert({ atMs: Date.now() });
    expect(await store.writeRollout(fresh, { alerts: [alert] })).toBe('written');
    expect(await store.findAlert(alert.alert.id)).toMatchObject({ revision: 1 });

    const change = await next({ ...fresh.stored, revision: 1 }, { phase: 'cancelled' });
    expect(await store.writeRollout(change, { alerts: [alert] })).toBe('outdated');
    expect((await store.findRollout(fresh.stored.rollout.id))?.revision).toBe(1);
  });

  it('keeps the latest word on each request, with its audit entry', async () => {
    const fresh = await first(draftOf());
    await store.writeRollout(fresh);
    const { id } = fresh.stored.rollout;
    const word = (requestId: string, choice: 'stable' | 'candidate', seconds: number) => ({
      requestId,
      choice,
      by: 'ann',
      at: new Date(Date.UTC(2026, 0, 1, 0, 0, seconds)).toISOString(),
    });
    const say = (one: ReturnType<typeof word>) =>
      store.putAdjudication(id, one, { ...audit('rollout.adjudicate', id), after: one });
    expect(await store.listAdjudications(id)).toEqual([]);

    await say(word('b', 'stable', 1));
    await say(word('a', 'candidate', 2));
    await say(word('b', 'candidate', 3));

    expect(await store.listAdjudications(id)).toEqual([word('a', 'candidate', 2), word('b', 'candidate', 3)]);
    expect((await store.listAudit(1))[0]).toMatchObject({
      action: 'rollout.adjudicate',
      before: word('b', 'stable', 1),
      after: word('b', 'candidate', 3),
    });
  });

  it('has at most one live rollout of a stage', async () => {
    const [one, two] = [await first(draftOf({ stage: 'vad' })), await first(draftOf({ stage: 'vad' }))];
    await store.writeRollout(one);
    await store.writeRollout(two);
    const live = await next({ ...one.stored, revision: 1 }, { phase: 'pending' });
    expect(await store.writeRollout(live)).toBe('written');

    const other = await next({ ...two.stored, revision: 1 }, { phase: 'pending' });
    expect(await store.writeRollout(other)).toBe('slotTaken');
    const queued = await next({ ...two.stored, revision: 1 }, { phase: 'queued' });
    expect(await store.writeRollout(queued)).toBe('written');

    const ended = await next({ ...live.stored, revision: 2 }, { phase: 'cancelled' });
    expect(await store.writeRollout(ended)).toBe('written');
    const waiting = await store.listRollouts({ pipeline: 'speech', stage: 'vad', isOpen: true }, 9);
    expect(waiting.map(({ rollout }) => rollout.id)).toEqual([two.stored.rollout.id]);
    expect((await store.listRollouts({ stage: 'vad' }, 9)).map(({ rollout }) => rollout.id)).toEqual([
      two.stored.rollout.id,
      one.stored.rollout.id,
    ]);
  });

  it('keeps an answer under its key once, for as long as it is wanted', async () => {
    const answer = { actor: 'ann', key: randomUUID(), bodyHash: 'x', answer: { phase: 'draft' } };
    const [one, two] = [await first(draftOf()), await first(draftOf())];

    expect(await store.writeRollout(one, { answer })).toBe('written');
    expect(await store.writeRollout(two, { answer })).toBe('answered');
    expect(await store.findRollout(two.stored.rollout.id)).toBeUndefined();
    expect(await store.findAnswer('ann', answer.key)).toEqual(answer);
    expect(await store.findAnswer('eve', answer.key)).toBeUndefined();

    await store.forgetAnswers(Date.now() - 60_000);
    expect(await store.findAnswer('ann', answer.key)).toEqual(answer);
    await store.forgetAnswers(Date.now() + 60_000);
    expect(await store.findAnswer('ann', answer.key)).toBeUndefined();
  });

  it('tells what happened to all rollouts in a window, the latest first', async () => {
    const atMs = Date.UTC(2027, 0, 1);
    const change = await first(draftOf({ createdAt: new Date(atMs).toISOString() }));
    await store.writeRollout(change);

    const steps = await store.listRolloutSteps({ fromMs: atMs, toMs: atMs + 1 }, 9);

    expect(steps.map(({ event, rollout }) => [event, rollout.id])).toEqual([
      [change.events[0], change.stored.rollout.id],
    ]);
    expect(await store.listRolloutSteps({ fromMs: atMs + 1, toMs: atMs + 2 }, 9)).toEqual([]);
  });

  it('keeps freezes until they end', async () => {
    const freeze = {
      id: randomUUID(),
      pipeline: 'speech',
      stage: null,
      from: '2026-12-24T00:00:00.000Z',
      until: '2026-12-27T00:00:00.000Z',
      reason: 'holidays',
      createdBy: 'max',
    };
    await store.createFreeze(freeze, audit('rollout.freeze', freeze.id));
    const atMs = Date.parse('2026-12-25T00:00:00.000Z');
    expect(await store.listFreezes(atMs)).toEqual([freeze]);

    const ended = { ...freeze, until: '2026-12-25T00:00:00.000Z' };
    const entry = audit('rollout.thaw', freeze.id);
    expect(await store.endFreeze({ id: freeze.id, atMs }, entry)).toEqual(ended);
    expect(await store.endFreeze({ id: freeze.id, atMs }, entry)).toBeUndefined();
    expect(await store.listFreezes(atMs)).toEqual([]);
    expect((await store.listAudit(1))[0]).toMatchObject({ before: freeze, after: ended });
  });

  it('gives a lease to one holder, and a new number to the next', async () => {
    const name = randomUUID();

    const fences = await Promise.all(['a', 'b'].map((holder) => store.takeLease(name, holder, 60_000)));
    expect(fences.filter((fence) => fence !== undefined)).toEqual([1]);
    const holder = fences[0] === 1 ? 'a' : 'b';
    expect(await store.takeLease(name, holder, -1)).toBe(1);
    expect(await store.takeLease(name, 'c', 60_000)).toBe(2);
    expect(await store.takeLease(name, holder, 60_000)).toBeUndefined();
  });
});

function draftOf(patch: Partial<Rollout> = {}): Rollout {
  return draft({ id: randomUUID(), ...patch });
}

async function first(rollout: Rollout) {
  const event = await eventOf(rollout, chainStart);
  return { stored: { rollout, revision: 0, headHash: event.hash }, events: [event] };
}

async function next(stored: StoredRollout, patch: Partial<Rollout>) {
  const rollout = { ...stored.rollout, ...patch, generation: stored.rollout.generation + 1 };
  const event = await eventOf(rollout, stored.headHash);
  return { stored: { rollout, revision: stored.revision, headHash: event.hash }, events: [event] };
}

function eventOf(rollout: Rollout, previousHash: string): Promise<RolloutEvent> {
  const line = {
    at: rollout.createdAt,
    kind: 'create' as const,
    actor: 'ann',
    from: 'draft' as const,
    to: rollout.phase,
    step: -1,
    candidateBasisPoints: 0,
    withoutEvidence: false,
    text: '',
    snapshotHash: null,
  };
  return chainLine(line, { seq: rollout.generation, previousHash });
}
