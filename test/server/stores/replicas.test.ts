import { type ChildProcess, fork } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { describe, expect, it, vi } from 'vitest';
import type { ControlStore } from '#api/ports.ts';
import type { RuleWrite } from '#api/rule-store.ts';
import { evaluateDueRules } from '#api/services/evaluation/evaluate-due.ts';
import { RuleDefinition } from '#contract/rule.ts';
import { createMemoryControlStore } from '#mocks/memory-control-store.ts';
import { startEvaluator } from '#server/jobs/evaluator.ts';
import { openPostgres } from '#server/stores/open-control-store.ts';
import { audit } from './control-stores.ts';
import { ownDatabase } from './own-database.ts';
import { hurried, hurriedPorts, MINUTE_MS } from './hurried-ports.ts';
import { interruptedLine } from './interrupted-line.ts';

const RULES = 10;
const KILLS = 4;
const OUTAGES = 2;
const PATIENCE_MS = 150_000;
const everything = { fromMs: 0, toMs: Date.UTC(2100, 0) };

const url = process.env.DATABASE_URL;

describe.skipIf(url === undefined)('servers on one PostgreSQL', () => {
  it(
    'two of them, with wrong clocks and killed again and again, decide every slot once, as one server would have, and lose and double no message',
    { timeout: PATIENCE_MS },
    async () => {
      const database = await ownDatabase(url as string);
      const opened = await openPostgres(database.url, () => {});
      try {
        const startMs = await opened.store.currentTime();
        const writes = Array.from({ length: RULES }, (_, index) => ruleOn(`stage ${index}`));
        await opened.store.writeRules(writes);

        await evaluateWithKills(database.url, startMs, (count) => slotsTaken(opened.store, writes, count));

        await expect(expectAsOneServer(opened.store, writes, startMs)).resolves.toBeUndefined();
      } finally {
        await opened.close();
        await database.drop();
      }
    },
  );

  it(
    'go on by themselves when the database was gone in the middle of their work, and lose and double nothing',
    { timeout: PATIENCE_MS },
    async () => {
      const database = await ownDatabase(url as string);
      const line = await interruptedLine(database.url);
      const [direct, opened] = await Promise.all([
        openPostgres(database.url, () => {}),
        openPostgres(line.url, () => {}),
      ]);
      const startMs = await direct.store.currentTime();
      const writes = Array.from({ length: RULES }, (_, index) => ruleOn(`stage ${index}`));
      await direct.store.writeRules(writes);
      const troubles: unknown[] = [];
      const evaluator = startEvaluator(
        hurriedPorts(opened.store, startMs),
        (trouble) => troubles.push(trouble),
        { pauseMs: 20, troublePauseMs: 100 },
      );
      try {
        for (let outage = 0; outage < OUTAGES; outage++) {
          await slotsTaken(direct.store, writes, 40 + 2 * outage);
          line.cut();
          await expect(opened.store.currentTime()).rejects.toBeInstanceOf(Error);
          await delay(1_000); // in which slots come due
          line.mend();
        }
        await slotsTaken(direct.store, writes, 46);
        await evaluator.stop();

        expect(troubles.length).toBeGreaterThan(0);
        await expectAsOneServer(direct.store, writes, startMs);
      } finally {
        await evaluator.stop();
        await Promise.all([direct.close(), opened.close()]);
        await line.close();
        await database.drop();
      }
    },
  );
});

/** Slots without a gap, and the history that one server without any trouble would have written. */
async function expectAsOneServer(
  store: ControlStore,
  writes: readonly RuleWrite[],
  startMs: number,
): Promise<void> {
  const clean = createMemoryControlStore({ currentTime: () => cleanMs });
  let cleanMs = 0;
  await clean.writeRules(writes);
  const slots = await slotsOf(store, writes);
  for (const own of slots) expect(own).toEqual(own.map((_, index) => (own[0] as number) + index));
  const firstMs = (Math.min(...slots.map(([first = 0]) => first)) + 40) * MINUTE_MS;
  const lastMs = hurried(await store.currentTime(), startMs);
  for (cleanMs = firstMs; cleanMs <= lastMs; cleanMs += MINUTE_MS) {
    await evaluateDueRules({ ...hurriedPorts(clean, 0), control: clean });
  }

  for (const [index, { version }] of writes.entries()) {
    const last = slots[index]?.at(-1) ?? 0;
    expect(await historyOf(store, version.ruleId, last)).toEqual(
      await historyOf(clean, version.ruleId, last),
    );
  }
  expect(slots.flat().length).toBeGreaterThan(RULES * 45);
}

/** One clock 45 s behind, the other an hour ahead. */
async function evaluateWithKills(
  databaseUrl: string,
  startMs: number,
  haveTaken: (slots: number) => Promise<void>,
): Promise<void> {
  const skews = [-45_000, 3_600_000];
  const start = async (skewMs: number): Promise<ChildProcess> => {
    const script = join(import.meta.dirname, 'evaluate-until-killed.ts');
    const child = fork(script, [databaseUrl, String(startMs), String(skewMs)], { stdio: 'inherit' });
    await once(child, 'message');
    return child;
  };
  const children = await Promise.all(skews.map(start));
  await haveTaken(40); // a new rule that is late gives up its oldest slots
  for (let kill = 0; kill < KILLS; kill++) {
    const which = kill % 2;
    await delay(700 + 130 * kill); // in the middle of whatever it does
    const child = children[which] as ChildProcess;
    child.kill('SIGKILL');
    await once(child, 'exit');
    children[which] = await start(skews[which] as number);
  }
  await haveTaken(46);
  const ends = children.map((child) => once(child, 'exit'));
  for (const child of children) child.kill('SIGKILL');
  await Promise.all(ends);
}

/** Resolves when every rule has so many slots. */
async function slotsTaken(store: ControlStore, writes: readonly RuleWrite[], least: number): Promise<void> {
  const isDone = async () => (await slotsOf(store, writes)).every(({ length }) => length >= least);
  await vi.waitUntil(isDone, { timeout: PATIENCE_MS, interval: 200 });
}

async function slotsOf(store: ControlStore, writes: readonly RuleWrite[]): Promise<number[][]> {
  return Promise.all(
    writes.map(async ({ version }) => {
      const slots = await store.listRuleSlots(version.ruleId, everything, 100_000);
      return slots.map(({ slot }) => slot).toReversed();
    }),
  );
}

/** What slots made of the alerts of a rule, up to one of them; pages that time alone repeats are left out. */
async function historyOf(store: ControlStore, ruleId: string, lastSlot: number) {
  const lastMs = (lastSlot + 1) * MINUTE_MS;
  const alerts = await store.listAlerts({ ruleId });
  const histories = await Promise.all(
    alerts.map(async ({ id }) => {
      const transitions = await store.listTransitions(id, 100_000);
      return transitions
        .filter(({ atMs, slot }) => slot !== null && atMs <= lastMs)
        .map(({ episode, move, slot, value }) => ({ what: `${id} ${episode} ${move}`, slot, value }));
    }),
  );
  const transitions = histories.flat();
  const decided = new Set(transitions.map(({ what }) => what));
  const messages = (await claimAll(store))
    .map(({ message: { episode, kind }, alert }) => `${alert.id} ${episode} ${kind}`)
    .filter((what) => decided.has(what));
  return { transitions, messages: messages.sort() };
}

const claimed = new WeakMap<ControlStore, ReturnType<ControlStore['claimMessages']>>();

function claimAll(store: ControlStore): ReturnType<ControlStore['claimMessages']> {
  const known = claimed.get(store) ?? store.claimMessages(100_000, 3_600_000);
  claimed.set(store, known);
  return known;
}

function ruleOn(stage: string): RuleWrite {
  const rule = {
    ...RuleDefinition.parse({
      name: stage,
      scope: { stage },
      condition: { kind: 'metric', metrics: ['latencyMs'], statistic: 'mean', windowSeconds: 60 },
      levels: {
        critical: { threshold: 500, recover: 400, forSlots: 2, keepSlots: 3 },
        warning: { threshold: 300, recover: 200, forSlots: 1, keepSlots: 3 },
      },
      everySeconds: 60,
      noData: { policy: 'alert', afterSlots: 3 },
      queryOffsetSeconds: 0,
    }),
    id: randomUUID(),
    pipeline: 'hurried',
    version: 1,
  };
  return {
    version: {
      ruleId: rule.id,
      version: 1,
      rule,
      createdAt: '2026-11-24T10:00:00.000Z',
      createdBy: 'test',
      reason: '',
      change: 'created',
    },
    audit: audit('rule.created', stage),
  };
}
