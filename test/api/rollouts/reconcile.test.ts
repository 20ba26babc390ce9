import { describe, expect, it } from 'vitest';
import type { Ports } from '#api/ports.ts';
import { chainLine, chainStart } from '#api/services/rollouts/chain-line.ts';
import { reconcileOpenRollouts } from '#api/services/rollouts/reconcile-open.ts';
import { ALL_TRAFFIC } from '#contract/traffic.ts';
import { planStep, threeSteps } from '../../control/rollout/rollouts.ts';
import { as, rolloutPorts } from './rollout-ports.ts';

/** Nothing but proof holds it up. */
const alone = threeSteps({
  steps: [planStep('shadow', 0), planStep('canary', 500), planStep('bake', ALL_TRAFFIC)],
  controller: 'full',
  caps: { autoMaxBasisPoints: ALL_TRAFFIC, harmedPredictions: 100 },
});
const wholeWay = [
  'create',
  'submit',
  'start',
  'prepared',
  'observed',
  'gatesPass',
  'advance',
  'observed',
  'gatesPass',
  'advance',
  'observed',
  'bakeOver',
  'retired',
];

describe('the reconciler', () => {
  it('takes a rollout to its end while its gates stay proven, and reads back every step', async () => {
    const { submitted, turns, find, kinds, routers, writes } = rolloutPorts();
    const id = await submitted(alone);

    await turns(60);

    expect(await find(id)).toMatchObject({ phase: 'succeeded', end: { kind: 'proven' } });
    expect(await kinds(id)).toEqual(wholeWay);
    expect(routers.map(({ document }) => document?.split.candidate)).toEqual([ALL_TRAFFIC, ALL_TRAFFIC]);
    expect(writes).toHaveLength(3);
    expect(writes[0]?.write).toMatchObject({ fence: 1, versions: { candidate: { version: 'v18' } } });
  });

  it('rolls back within one evaluation of proven harm', async () => {
    const { submitted, turns, find, log, clock, routers } = rolloutPorts();
    const id = await submitted(alone);
    await turns(12);
    expect(await find(id)).toMatchObject({ phase: 'soaking', step: 1 });

    log.says = 'worse';
    const harmedMs = clock.ms;
    while ((await find(id)).phase !== 'rolledBack' && clock.ms < harmedMs + 600_000) await turns(1);

    expect(clock.ms - harmedMs).toBeLessThanOrEqual(80_000);
    expect(await find(id)).toMatchObject({ end: { kind: 'harm' } });
    expect(routers.map(({ document }) => document?.split.stable)).toEqual([ALL_TRAFFIC, ALL_TRAFFIC]);
  });

  it('pauses on a late log, and goes on where it was', async () => {
    const { submitted, turns, find, log, command } = rolloutPorts();
    const id = await submitted(alone);
    await turns(3);
    log.isLate = true;
    await turns(30);
    expect(await find(id)).toMatchObject({ phase: 'paused', step: 0, pause: { kind: 'stale' } });

    log.isLate = false;
    await command(id, { type: 'resume' }, as('olu', 'on-call'));
    await turns(60);
    expect((await find(id)).phase).toBe('succeeded');
  });

  it('goes back when as many predictions may have been harmed as the plan allows', async () => {
    const { submitted, turns, find, log } = rolloutPorts();
    const id = await submitted(alone);
    await turns(3);
    log.harmed = 100;
    await turns(20);

    expect(await find(id)).toMatchObject({ phase: 'rolledBack', end: { kind: 'budget' } });
  });

  it('shows a write that only some routers took, and tries again', async () => {
    const { submitted, turns, find, failing, troubles } = rolloutPorts();
    const id = await submitted(alone);
    await turns(1, { seconds: 1 });
    failing.lastRouter = 1;
    failing.apply = 0;
    await turns(2, { seconds: 0 });

    const mixed = await find(id);
    expect(mixed).toMatchObject({
      phase: 'applying',
      attempt: { count: 1, error: 'router-1: timeout' },
      configured: { isAsDesired: false },
    });
    expect(mixed.configured?.routers.map(({ document }) => document?.rev ?? null)).toEqual([1, null]);

    await turns(3);
    expect((await find(id)).phase).toBe('soaking');
    expect(troubles).toEqual([]);
  });

  it('goes back after two minutes of failing, is stuck when that fails, too, and is rolled back once it is read', async () => {
    const { submitted, turns, find, failing, kinds } = rolloutPorts();
    const id = await submitted(alone);
    failing.apply = 1_000;
    await turns(18);
    expect(['rollingBack', 'stuck']).toContain((await find(id)).phase);
    expect((await find(id)).end).toMatchObject({ kind: 'actuator', text: 'connection refused' });
    await turns(10);
    expect((await find(id)).phase).toBe('stuck');

    failing.apply = 0;
    await turns(10);
    expect((await find(id)).phase).toBe('rolledBack');
    expect((await kinds(id)).filter((kind) => kind === 'giveUp')).toHaveLength(2);
  });

  it('pauses when somebody else changes a route, and says who', async () => {
    const { submitted, turns, find, routers, kinds, ports } = rolloutPorts();
    const id = await submitted(alone);
    await turns(3);
    const [first] = routers;
    if (!first?.document) throw new Error('nothing was written');
    first.document = { ...first.document, split: { stable: 5_000, candidate: 5_000, audit: 0 } };
    first.changedBy = 'kubectl';
    await turns(1);

    expect(await find(id)).toMatchObject({ phase: 'paused', pause: { kind: 'drift' } });
    expect((await kinds(id)).at(-1)).toBe('observedDrift');
    const [last] = (await ports.control.listRolloutEvents(id, 0, 500)).slice(-1);
    expect(last?.text).toBe('changed by kubectl');
  });

  it('ends a rollout whose candidate does not answer before it had any traffic', async () => {
    const { submitted, turns, find, failing, writes } = rolloutPorts();
    failing.warmUp = { state: 'failed', text: 'it answers 500' };
    const id = await submitted(alone);
    await turns(4);

    expect(await find(id)).toMatchObject({
      phase: 'cancelled',
      end: { kind: 'warmUp', text: 'it answers 500' },
    });
    expect(writes).toEqual([]);
  });

  it('waits for a candidate that is starting, for half an hour', async () => {
    const { submitted, turns, find, failing, writes } = rolloutPorts();
    failing.warmUp = { state: 'starting', text: 'its model is loading' };
    const [quick, slow] = [await submitted(alone), await submitted(alone, { stage: 'vad' })];
    await turns(2, { seconds: 800 });
    expect(await find(quick)).toMatchObject({ phase: 'preparing' });
    expect(writes).toEqual([]);

    failing.warmUp = { state: 'ready' };
    await turns(1);
    expect((await find(quick)).phase).toBe('applying');
    expect((await find(slow)).phase).toBe('applying');

    failing.warmUp = { state: 'starting', text: 'its model is loading' };
    const late = await submitted(alone, { stage: 'nlu' });
    await turns(4, { seconds: 800 });
    expect(await find(late)).toMatchObject({
      phase: 'cancelled',
      end: { kind: 'warmUp', text: 'its model is loading' },
    });
  });

  it('starts what waits for the slot once it is free', async () => {
    const { submitted, turns, find, command } = rolloutPorts();
    const first = await submitted(alone);
    await turns(3);
    const second = await submitted(alone);
    expect((await find(second)).phase).toBe('queued');

    await command(first, { type: 'supersede', by: second }, as('ada', 'approver'));
    await turns(8);
    expect(await find(first)).toMatchObject({ phase: 'rolledBack', supersededBy: second });
    expect((await find(second)).phase).toBe('soaking');
  });

  it('leaves the work to one of two servers', async () => {
    const { submitted, turns, find, writes } = rolloutPorts();
    const id = await submitted(alone);
    await turns(3, { holder: 'server-1', seconds: 1 });
    await turns(3, { holder: 'server-2', seconds: 1 });
    expect(writes).toHaveLength(1);

    await turns(1, { seconds: 20 });
    await turns(30, { holder: 'server-2' });
    expect((await find(id)).step).toBeGreaterThan(0);
    expect(writes.map(({ write }) => write.fence)).toEqual([1, ...writes.slice(1).map(() => 2)]);
  });

  it.each(['before', 'after'] as const)(
    'comes to the same end when it dies %s one of its calls',
    async (when) => {
      const calls = await callsOfWholeWay();
      expect(calls).toBeGreaterThan(100);
      for (let fatal = 1; fatal <= calls; fatal += 2) {
        const { ports, submitted, turns, find, kinds, routers, failing, clock } = rolloutPorts();
        const id = await submitted(alone);
        failing.lastRouter = 1;
        const { mortal, isDead } = dying(ports, { fatal, when });
        for (let i = 0; i < 60 && !isDead(); i++) {
          await reconcileOpenRollouts(mortal, lone).catch(() => undefined);
          clock.ms += 10_000;
        }
        await turns(90, { holder: 'server-2' });

        expect([fatal, (await find(id)).phase]).toEqual([fatal, 'succeeded']);
        expect((await kinds(id)).filter((kind) => kind !== 'applyFailed')).toEqual(wholeWay);
        expect(routers.map(({ document }) => document?.split.candidate)).toEqual([ALL_TRAFFIC, ALL_TRAFFIC]);
        await expectChained(ports, id);
      }
    },
  );
});

const lone = { holder: 'server-1', signal: new AbortController().signal, onTrouble: () => {} };

async function callsOfWholeWay(): Promise<number> {
  const { ports, submitted, turns } = rolloutPorts();
  await submitted(alone);
  const { mortal, count } = dying(ports, { fatal: Infinity, when: 'after' });
  await turns(60, { of: mortal });
  return count();
}

/** Ports of a server that dies at one of its calls to the world, before or after that call had its effect. */
function dying(ports: Ports, { fatal, when }: { fatal: number; when: 'before' | 'after' }) {
  let calls = 0;
  const died = () => new Error('the server died');
  const mortalOf = <T extends object>(target: T): T =>
    new Proxy(target, {
      get(of, name) {
        const member: unknown = Reflect.get(of, name);
        if (typeof member !== 'function' || name === 'adapterOf') return member;
        return async (...args: unknown[]) => {
          const own = ++calls;
          if (own > fatal || (own === fatal && when === 'before')) throw died();
          const answer: unknown = await Reflect.apply(member, of, args);
          if (own === fatal) throw died();
          return answer;
        };
      },
    });
  const adapter = ports.traffic.adapterOf({ pipeline: '', stage: '' });
  const mortal: Ports = {
    ...ports,
    control: mortalOf(ports.control),
    evidence: mortalOf(ports.evidence),
    traffic: { adapterOf: () => adapter && mortalOf(adapter) },
  };
  return { mortal, isDead: () => calls >= fatal, count: () => calls };
}

async function expectChained({ control }: Ports, id: string): Promise<void> {
  let previousHash = chainStart;
  for (const event of await control.listRolloutEvents(id, 0, 500)) {
    const { hash, previousHash: follows, seq, ...line } = event;
    expect(follows).toBe(previousHash);
    expect((await chainLine(line, { seq, previousHash })).hash).toBe(hash);
    previousHash = hash;
  }
}
