import { setImmediate as nextTurn } from 'node:timers/promises';
import { afterEach, describe, expect, it } from 'vitest';
import { Plan } from '#contract/rollout-plan.ts';
import { ALL_TRAFFIC } from '#contract/traffic.ts';
import { type KubernetesClient, KubernetesFault } from '#server/kubernetes/kubernetes-client.ts';
import { as, rolloutPorts } from '../../api/rollouts/rollout-ports.ts';
import { planStep } from '../../control/rollout/rollouts.ts';
import { type ClusterStage, clusterStages } from './kubernetes-stages.ts';

const stages: ClusterStage[] = [];
afterEach(async () => {
  await Promise.all(stages.splice(0).map(({ server }) => server.stop()));
});

/** 5 %, 25 % and everything, by what every adapter can do. */
const plan = Plan.parse({
  steps: [planStep('canary', 500), planStep('canary', 2_500), planStep('bake', ALL_TRAFFIC)].map((step) => ({
    ...step,
    traffic: { ...step.traffic, stickyKey: null },
  })),
  controller: 'full',
  caps: { autoMaxBasisPoints: ALL_TRAFFIC, harmedPredictions: 100 },
  keepWarmSeconds: 60,
});

/** A rollout of v17 to v18 in that cluster, with a clock of its own. */
async function rolloutIn(start: () => Promise<ClusterStage>) {
  const stage = await start();
  stages.push(stage);
  await nextTurn(); // the controller has reported
  const world = rolloutPorts();
  const live = stage.adapterWith(stage.server.client);
  world.ports.traffic = { adapterOf: () => live };
  const id = await world.submitted(plan);
  const candidateShare = async () => (await live.observe()).routers[0]?.document?.split.candidate;

  /** Turns until it is so, as long as a rollout of this plan takes and twice more. */
  async function until(isSo: (phase: string, step: number) => boolean, holder = 'server-1'): Promise<void> {
    for (let i = 0; i < 150; i++) {
      const { phase, step } = await world.find(id);
      if (isSo(phase, step)) return;
      await world.turns(1, { holder });
      await nextTurn();
    }
    throw new Error(
      `it stays ${(await world.find(id)).phase}: ${(await world.find(id)).attempt?.error ?? ''}`,
    );
  }
  return { ...world, ...stage, id, live, until, candidateShare };
}

/** Of a server that dies at one of its writes, before or after that write was done; it does nothing from then on. */
function dyingClient(client: KubernetesClient, { fatal, when }: { fatal: number; when: 'before' | 'after' }) {
  let writes = 0;
  const died = () => new KubernetesFault(0, 'the server died');
  const mortal = async <Answer>(act: () => Promise<Answer>, isWrite: boolean): Promise<Answer> => {
    if (writes >= fatal) throw died();
    if (isWrite) writes++;
    if (writes >= fatal && when === 'before') throw died();
    const answer = await act();
    if (writes >= fatal) throw died();
    return answer;
  };
  const dying: KubernetesClient = {
    get: (ref) => mortal(() => client.get(ref), false),
    create: (ref, body) => mortal(() => client.create(ref, body), true),
    patch: (ref, patch) => mortal(() => client.patch(ref, patch), true),
    watch: (...watch) => mortal(() => client.watch(...watch), false),
  };
  return { dying, isDead: () => writes >= fatal, writes: () => writes };
}

describe.each(Object.entries(clusterStages))('a rollout by %s', (_, start) => {
  it('goes all the way, and each step is read back', async () => {
    const { id, until, find, kinds, candidateShare, troubles } = await rolloutIn(start);
    await until((phase, step) => phase === 'soaking' && step === 1);
    expect(await candidateShare()).toBe(2_500);
    await until((phase) => phase === 'succeeded');

    expect(await candidateShare()).toBe(ALL_TRAFFIC);
    expect((await kinds(id)).filter((kind) => kind === 'observed')).toHaveLength(3);
    expect((await find(id)).configured).toMatchObject({ isAsDesired: true });
    expect(troubles).toEqual([]);
  });

  it('goes back on harm, from 25 % and from everything', async () => {
    for (const harmedAt of [1, 2]) {
      const { until, log, candidateShare } = await rolloutIn(start);
      await until((phase, step) => step === harmedAt && ['soaking', 'baking'].includes(phase));
      log.says = 'worse';
      await until((phase) => phase === 'rolledBack');
      expect(await candidateShare()).toBe(0);
    }
  });

  it('pauses when somebody else moves the traffic, says who, and goes back from there', async () => {
    const { id, ports, until, find, command, disturb, candidateShare } = await rolloutIn(start);
    await until((phase, step) => phase === 'soaking' && step === 1);
    disturb();
    await until((phase) => phase === 'paused');
    expect((await find(id)).pause).toMatchObject({ kind: 'drift' });
    const [last] = (await ports.control.listRolloutEvents(id, 0, 500)).slice(-1);
    expect(last?.text).toContain('kubectl');

    await command(
      id,
      { type: 'rollBack', reason: 'somebody else was here', breakGlass: false },
      as('olu', 'on-call'),
    );
    await until((phase) => phase === 'rolledBack');
    expect(await candidateShare()).toBe(0);
  });

  it('does not call done what its controller has not done, and goes on when it is back', async () => {
    const { server, controller, until, turns, find, id, candidateShare } = await rolloutIn(start);
    await until((phase, step) => phase === 'soaking' && step === 0);
    controller.stop();
    await until((phase, step) => phase === 'applying' && step === 1);
    await turns(3);
    expect(await find(id)).toMatchObject({ phase: 'applying', configured: { isAsDesired: false } });

    server.restart();
    controller.start();
    await until((phase, step) => phase === 'soaking' && step === 1);
    expect(await candidateShare()).toBe(2_500);
  });

  it.each(['before', 'after'] as const)(
    'comes to the same end when a server dies %s one of its writes',
    async (when) => {
      const whole = await rolloutIn(start);
      const counting = dyingClient(whole.server.client, { fatal: Infinity, when });
      const counted = whole.adapterWith(counting.dying);
      whole.ports.traffic = { adapterOf: () => counted };
      await whole.until((phase) => phase === 'succeeded');
      expect(counting.writes()).toBeGreaterThan(2);

      for (let fatal = 1; fatal <= counting.writes(); fatal++) {
        const { server, ports, live, adapterWith, until, candidateShare } = await rolloutIn(start);
        const { dying, isDead } = dyingClient(server.client, { fatal, when });
        const first = adapterWith(dying);
        ports.traffic = { adapterOf: () => first };
        await until(() => isDead());
        ports.traffic = { adapterOf: () => live };
        await until((phase) => phase === 'succeeded', 'server-2');

        expect(await candidateShare()).toBe(ALL_TRAFFIC);
      }
    },
  );
});
