import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { AlertChange, StoredAlert } from '#api/alert-store.ts';
import type { ControlStore } from '#api/ports.ts';
import type { RuleTurn } from '#api/rule-store.ts';
import { newAlert } from '#api/services/evaluation/alert-subject.ts';
import { endAlerts } from '#api/services/rules/end-alerts.ts';
import type { Rule } from '#contract/rule.ts';
import { observe } from '#control/alert/observe.ts';
import type { OpenControlStore } from '#server/stores/open-control-store.ts';
import { controlStores } from './control-stores.ts';
import { ruleWrite } from './rule-write.ts';

const minuteMs = 60_000;
const firstSlot = 29_000_000;

describe.each(controlStores)('turns of rules in $name', ({ open }) => {
  let opened: OpenControlStore;
  let store: ControlStore;
  beforeAll(async () => {
    opened = await open();
    store = opened.store;
  });
  afterAll(() => opened.close());

  async function newRule(): Promise<Rule> {
    const write = ruleWrite(randomUUID(), 'a');
    await store.writeRules([write]);
    return write.version.rule;
  }
  const scheduled = async ({ id }: Rule, dueMs?: number) =>
    (await store.listScheduledRules(dueMs)).find(({ rule }) => rule.id === id);

  it('are counted by a clock of the store', async () => {
    const before = await store.currentTime();

    expect(await store.currentTime()).toBeGreaterThanOrEqual(before);
    expect(Math.abs(before - Date.now())).toBeLessThan(60_000);
  });

  it('write the slot, the alerts, their history and their messages together', async () => {
    const rule = await newRule();

    const outcome = await store.takeTurn(turn(rule, 0, null), (alerts) => fire(rule, alerts, 0));

    expect(outcome).toBe('taken');
    expect(await scheduled(rule)).toEqual({ rule, lastSlot: firstSlot, error: null });
    expect(await store.listRuleSlots(rule.id, everything, 10)).toEqual([turn(rule, 0, null).evaluated]);
    const alerts = await store.listAlerts({ ruleId: rule.id });
    expect(alerts.map(({ revision, state }) => [revision, state.condition])).toEqual([[1, 'firing']]);
    expect(await store.listTransitions(alerts[0]?.id ?? '', 10)).toMatchObject([{ move: 'fire' }]);
  });

  it('hand the alerts as they are to the next one', async () => {
    const rule = await newRule();
    await store.takeTurn(turn(rule, 0, null), (alerts) => fire(rule, alerts, 0));
    const before = await store.listAlerts({ ruleId: rule.id });
    let seen: readonly StoredAlert[] = [];

    await store.takeTurn(turn(rule, 1, 0), (alerts) => {
      seen = alerts;
      return [];
    });

    expect(seen).toEqual(before);
    const slots = await store.listRuleSlots(rule.id, everything, 10);
    expect(slots.map(({ slot }) => slot - firstSlot)).toEqual([1, 0]);
  });

  it.each([
    ['after another slot', (rule: Rule) => turn(rule, 1, null)],
    ['for another version', (rule: Rule) => ({ ...turn(rule, 1, 0), version: 2 })],
    ['of a rule that is gone', (rule: Rule) => ({ ...turn(rule, 1, 0), ruleId: 'gone' })],
  ])('%s are outdated, and change nothing', async (_, turnOf) => {
    const rule = await newRule();
    await store.takeTurn(turn(rule, 0, null), () => []);

    const outcome = await store.takeTurn(turnOf(rule), (alerts) => fire(rule, alerts, 1));

    expect(outcome).toBe('outdated');
    expect(await store.listAlerts({ ruleId: rule.id })).toEqual([]);
    expect(await scheduled(rule)).toMatchObject({ lastSlot: firstSlot });
  });

  it('at once are taken by one', async () => {
    const rule = await newRule();

    const outcomes = await Promise.all(
      Array.from({ length: 4 }, () => store.takeTurn(turn(rule, 0, null), (alerts) => fire(rule, alerts, 0))),
    );

    expect(outcomes.filter((outcome) => outcome === 'taken')).toHaveLength(1);
    const [alert] = await store.listAlerts({ ruleId: rule.id });
    expect(await store.listTransitions(alert?.id ?? '', 10)).toHaveLength(1);
  });

  it('leave nothing of one that fails', async () => {
    const rule = await newRule();

    const failing = store.takeTurn(turn(rule, 0, null), () => {
      throw new Error('no decision');
    });

    await expect(failing).rejects.toThrow('no decision');
    expect(await scheduled(rule)).toMatchObject({ lastSlot: null });
    expect(await store.listRuleSlots(rule.id, everything, 10)).toEqual([]);
  });

  it('are due at the end of the slot after the last one', async () => {
    const rule = await newRule();
    const endMs = (firstSlot + 1) * minuteMs;
    expect(await scheduled(rule, 0)).toBeDefined();

    await store.takeTurn({ ...turn(rule, 0, null), error: 'no rows' }, () => []);

    expect(await scheduled(rule, endMs + minuteMs - 1)).toBeUndefined();
    expect(await scheduled(rule, endMs + minuteMs)).toMatchObject({ error: 'no rows' });
    const progress = await store.evaluationProgress();
    expect(progress.failing).toBeGreaterThan(0);
    expect(progress.newestMs).toBeGreaterThanOrEqual(endMs);
    expect(progress.oldestDueMs).toBeLessThanOrEqual(endMs + minuteMs);
  });

  it('tell what each active rule read last', async () => {
    const [rule, untouched] = [await newRule(), await newRule()];
    await store.takeTurn(turn(rule, 0, null), () => []);
    await store.takeTurn(turn(rule, 1, 0), () => []);

    const newest = await store.listNewestSlots();

    const own = newest.filter(({ ruleId }) => [rule.id, untouched.id].includes(ruleId));
    expect(own).toEqual([{ ruleId: rule.id, evaluated: turn(rule, 1, 0).evaluated }]);
  });

  it('are forgotten when they are old', async () => {
    const rule = await newRule();
    await store.takeTurn(turn(rule, 0, null), () => []);
    await store.takeTurn(turn(rule, 1, 0), () => []);

    await store.forgetRuleSlots((firstSlot + 2) * minuteMs);

    const slots = await store.listRuleSlots(rule.id, everything, 10);
    expect(slots.map(({ slot }) => slot - firstSlot)).toEqual([1]);
  });

  it('end and begin anew with a version that ends the alerts', async () => {
    const rule = await newRule();
    await store.takeTurn(turn(rule, 0, null), (alerts) => fire(rule, alerts, 0));
    const write = ruleWrite(rule.pipeline, 'a', { id: rule.id, version: 2, change: 'edited' });
    const ends = { by: 'ruleEdited', atMs: (firstSlot + 5) * minuteMs, actor: 'ann' } as const;

    await store.writeRules([{ ...write, ends }]);

    expect(await scheduled(rule)).toEqual({ rule: write.version.rule, lastSlot: null, error: null });
    const [alert] = await store.listAlerts({ ruleId: rule.id });
    expect(alert?.state).toMatchObject({
      condition: 'ok',
      lastSlot: null,
      ended: { by: 'ruleEdited', actor: 'ann' },
    });
    expect(endAlerts(alert ? [alert] : [], ends)).toEqual([]);
  });
});

const everything = { fromMs: 0, toMs: Date.UTC(2100, 0) };

/** Slots are counted from `firstSlot`. */
function turn({ id, version }: Rule, slot: number, lastSlot: number | null): RuleTurn {
  const endsAt = new Date((firstSlot + slot + 1) * minuteMs).toISOString();
  return {
    ruleId: id,
    version,
    lastSlot: lastSlot === null ? null : firstSlot + lastSlot,
    evaluated: { slot: firstSlot + slot, endsAt, readTo: endsAt, ruleVersion: version, readings: [] },
    error: null,
  };
}

function fire(rule: Rule, stored: readonly StoredAlert[], slot: number): AlertChange[] {
  const alert = stored[0] ?? newAlert(`${rule.id}.a`, rule, { stage: 'asr' });
  const { state, transitions, messages } = observe(alert.state, {
    slot: firstSlot + slot,
    atMs: (firstSlot + slot + 1) * minuteMs,
    reading: { kind: 'value', value: 2, n: 10, positions: { warning: 'breach' } },
    timers: {
      ruleVersion: rule.version,
      levels: { warning: { forSlots: 0, keepSlots: 0 } },
      noData: { policy: 'alert', afterSlots: 3 },
    },
  });
  return [{ alert: { ...alert, state }, transitions, messages }];
}
