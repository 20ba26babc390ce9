import { beforeEach, describe, expect, it } from 'vitest';
import { predictionRow } from '#api/services/ingest/to-log-row.ts';
import { reconcileOpenRollouts } from '#api/services/rollouts/reconcile-open.ts';
import type { PersonRole } from '#contract/person-role.ts';
import { Prediction } from '#contract/prediction.ts';
import { RolloutConflict } from '#contract/rollout-command.ts';
import { RolloutDetail } from '#contract/rollout-detail.ts';
import { Rollout } from '#contract/rollout.ts';
import { ALL_TRAFFIC } from '#contract/traffic.ts';
import { evidence, planStep, threeSteps } from '../../control/rollout/rollouts.ts';
import { addAccount, send, signInAs } from '../access/as.ts';
import { memoryApp, now, prediction, type MemoryApp } from '../memory-app.ts';
import { memoryAdapter } from './memory-adapter.ts';

const plan = threeSteps({
  steps: [
    planStep('canary', 500, { approvals: { n: 1 }, minSoakSeconds: 0 }),
    planStep('bake', ALL_TRAFFIC, { minSoakSeconds: 0 }),
  ],
  keepWarmSeconds: 0,
});
const request = {
  pipeline: 'speech',
  stage: 'asr',
  stable: { version: 'v17' },
  candidate: { version: 'v18' },
  plan,
};
const team: Record<string, PersonRole> = {
  max: 'admin',
  eng: 'engineer',
  ada: 'approver',
  olu: 'on-call',
  vic: 'viewer',
};

describe('the API of rollouts', () => {
  let api: MemoryApp;
  let adapter: ReturnType<typeof memoryAdapter>;
  const cookies = new Map<string, string>();
  beforeEach(async () => {
    api = memoryApp();
    adapter = memoryAdapter(() => now.getTime());
    api.ports.traffic = { adapterOf: () => adapter.adapter };
    api.ports.evidence = { read: async () => evidence('noWorse', now.getTime()) };
    await api.ports.control.putPipeline(
      { name: 'speech', definition: { stages: [{ name: 'asr' }], edges: [] } as never },
      {
        actor: 'tester',
        action: 'pipeline.put',
        subject: 'speech',
        at: now.toISOString(),
        before: null,
        after: null,
        reason: '',
        origin: { ip: null, userAgent: null, session: null },
      },
    );
    for (const [id, role] of Object.entries(team))
      cookies.set(id, await signInAs(api, id, await addAccount(api, id, role)));
  });

  function post(who: string, path: string, body: unknown, headers: Record<string, string> = {}) {
    const cookie = cookies.get(who) ?? '';
    return send(api, { method: 'POST', path, body, headers: { cookie, ...headers } });
  }
  async function detail(id: string, who = 'eng'): Promise<RolloutDetail> {
    const response = await send(api, {
      path: `/rollouts/${id}`,
      headers: { cookie: cookies.get(who) ?? '' },
    });
    return RolloutDetail.parse(await response.json());
  }
  async function created(): Promise<Rollout> {
    const response = await post('eng', '/rollouts', request);
    return Rollout.parse(await response.json());
  }
  /** By somebody who has just looked. */
  async function command(who: string, id: string, body: object, headers: Record<string, string> = {}) {
    const { rollout } = await detail(id);
    return post(who, `/rollouts/${id}/commands`, body, { 'if-match': `"${rollout.generation}"`, ...headers });
  }
  async function turns(count: number) {
    for (let i = 0; i < count; i++)
      await reconcileOpenRollouts(api.ports, {
        holder: 'server',
        signal: new AbortController().signal,
        onTrouble: (trouble) => {
          throw trouble;
        },
      });
  }
  async function gated(): Promise<Rollout> {
    const { id } = await created();
    await command('eng', id, { type: 'submit' });
    await turns(6);
    const { rollout } = await detail(id);
    expect(rollout.phase).toBe('gated');
    return rollout;
  }

  it('does not take a plan that cannot be proven in its time, and says what would do', async () => {
    const rows = Array.from({ length: 200 }, (_, i) => {
      const status = i === 0 ? 'error' : 'ok';
      const place = { pipeline: 'speech', stage: 'asr', version: 'v17' };
      const record = Prediction.parse(prediction(i + 60, { ...place, status }));
      return predictionRow(record, { keepsText: false }, now.getTime(), String);
    });
    await api.ports.log.insert({ rows, labels: [] }, 'history');
    const { id } = await created();

    const refused = await command('eng', id, { type: 'submit' });

    expect(refused.status).toBe(409);
    expect(await refused.json()).toMatchObject({
      detail: expect.stringMatching(/^step 1 \(canary\): errors takes about .* to prove.*would do/),
      conflict: { refusal: 'planCanBeProven' },
    });
    const { moves } = await detail(id);
    expect(moves.find((move) => move.command === 'submit')?.isAllowed).toBe(false);
  });

  it('goes from a draft to everything, with the yes of another person, and back again', async () => {
    const { id, snapshot } = await gated();
    const hash = snapshot?.hash ?? '';
    const asked = await command('eng', id, { type: 'request', reason: 'far field', snapshotHash: hash });
    expect(asked.status).toBe(200);
    const yes = { type: 'approve', reason: 'all rows no worse', subject: hash };
    const own = await command('eng', id, yes);
    expect(own.status).toBe(403);
    expect((await command('ada', id, yes)).status).toBe(200);
    expect((await command('eng', id, { type: 'advance', snapshotHash: hash })).status).toBe(200);
    await turns(8);

    const done = await detail(id);
    expect(done.rollout).toMatchObject({ phase: 'succeeded', step: 1 });
    expect(adapter.routers[0]?.document?.split.candidate).toBe(ALL_TRAFFIC);
    expect(done.events.map(({ kind }) => kind).slice(0, 4)).toEqual([
      'retired',
      'bakeOver',
      'observed',
      'advance',
    ]);

    const undone = Rollout.parse(await (await post('olu', `/rollouts/${id}/undo`, undefined)).json());
    expect(undone).toMatchObject({ undoOf: id, phase: 'pending', candidate: { version: 'v17' } });
    await turns(6);
    expect(adapter.routers[0]?.document).toMatchObject({
      salt: undone.salt,
      split: { candidate: ALL_TRAFFIC },
    });

    const stored = await api.ports.control.findRollout(undone.id);
    if (!stored) throw new Error('no rollout');
    const rollout = { ...stored.rollout, phase: 'succeeded' as const };
    await api.ports.control.writeRollout({ stored: { ...stored, rollout }, events: [] });
    const again = await post('olu', `/rollouts/${id}/undo`, undefined);
    expect(again.status).toBe(409);
    expect(await again.json()).toMatchObject({ detail: 'v17 answers already' });
  });

  it('refuses whoever wrote or asked for it as approver, and says so beside the button', async () => {
    const { id, snapshot } = await gated();
    const subject = snapshot?.hash ?? '';
    await command('max', id, { type: 'request', reason: 'far field', snapshotHash: subject });

    const refused = await command('max', id, { type: 'approve', reason: 'fine', subject });

    expect(refused.status).toBe(403);
    expect(await refused.json()).toMatchObject({
      detail: 'another person has to do it: you asked for this step',
    });
    const { moves } = await detail(id, 'max');
    expect(moves.find(({ command: name }) => name === 'approve')).toEqual({
      command: 'approve',
      isAllowed: false,
      obstacles: [{ guard: 'isOtherPerson', text: 'another person has to do it: you asked for this step' }],
    });
  });

  it('tells the second of two people what the first one did', async () => {
    const { id, generation } = await gated();
    const match = { 'if-match': `"${generation}"` };
    await post('olu', `/rollouts/${id}/commands`, { type: 'pause', reason: 'odd noises' }, match);

    const late = await post('eng', `/rollouts/${id}/commands`, { type: 'advance', snapshotHash: 'x' }, match);

    expect(late.status).toBe(409);
    const problem = (await late.json()) as { detail: string; conflict: unknown };
    expect(problem.detail).toBe('olu: pause, 0 s ago');
    expect(RolloutConflict.parse(problem.conflict)).toMatchObject({
      refusal: 'generation',
      rollout: { phase: 'paused' },
      since: [{ kind: 'pause', text: 'odd noises' }],
    });
  });

  it('wants to know what somebody looked at, but for the brake', async () => {
    const { id } = await gated();
    const blind = await post('eng', `/rollouts/${id}/commands`, { type: 'pause', reason: 'x' });
    expect(blind.status).toBe(428);

    const braked = await post('olu', `/rollouts/${id}/commands`, { type: 'rollBack' });
    expect(Rollout.parse(await braked.json()).phase).toBe('rollingBack');
    await turns(3);
    expect((await detail(id)).rollout.phase).toBe('rolledBack');
    expect((await api.ports.control.listAudit(9, undefined)).map(({ action }) => action)).toContain(
      'rollout.rollBack',
    );
  });

  it('lets a viewer brake by the emergency way only, and writes it down', async () => {
    const { id } = await gated();
    expect((await post('vic', `/rollouts/${id}/commands`, { type: 'rollBack' })).status).toBe(403);

    const braked = await post('vic', `/rollouts/${id}/commands`, { type: 'rollBack', breakGlass: true });
    expect(Rollout.parse(await braked.json()).end).toMatchObject({ by: 'vic', text: 'emergency way' });
  });

  it('counts a command with the same key once', async () => {
    const { id } = await created();
    const headers = { 'if-match': '"1"', 'idempotency-key': 'click-1' };
    const first = await post('eng', `/rollouts/${id}/commands`, { type: 'submit' }, headers);
    const again = await post('eng', `/rollouts/${id}/commands`, { type: 'submit' }, headers);
    expect(await again.json()).toEqual(await first.json());

    const other = await post('eng', `/rollouts/${id}/commands`, { type: 'cancel' }, headers);
    expect(other.status).toBe(422);
    const twice = await Promise.all(
      ['a', 'a'].map((key) => post('eng', '/rollouts', request, { 'idempotency-key': key })),
    );
    expect(twice.every(({ status }) => status === 200)).toBe(true);
  });

  it('refuses a plan that cannot be carried out, and says why', async () => {
    const { id } = await created();
    api.ports.traffic = { adapterOf: () => undefined };

    const refused = await command('eng', id, { type: 'submit' });

    expect(refused.status).toBe(409);
    expect(await refused.json()).toMatchObject({
      detail: 'nothing moves the traffic of this stage: set up a traffic adapter for it',
    });
    expect((await command('vic', id, { type: 'submit' })).status).toBe(403);
  });

  it('goes nowhere during a freeze, but back', async () => {
    const until = new Date(now.getTime() + 3_600_000).toISOString();
    const frozen = await post('max', '/rollout-freezes', { pipeline: 'speech', until, reason: 'holidays' });
    expect(frozen.status).toBe(200);
    const { id: freeze } = (await frozen.json()) as { id: string };
    const { id } = await created();
    await command('eng', id, { type: 'submit' });
    await turns(6);
    expect(await detail(id)).toMatchObject({ rollout: { phase: 'pending' }, freeze: { reason: 'holidays' } });

    await post('max', `/rollout-freezes/${freeze}/end`, undefined);
    await turns(2);
    expect((await detail(id)).rollout.phase).not.toBe('pending');
  });

  it('tells its steps on the timeline of the pipeline', async () => {
    const { id } = await gated();
    await post('olu', `/rollouts/${id}/commands`, { type: 'rollBack' });

    const from = new Date(now.getTime() - 60_000).toISOString();
    const to = new Date(now.getTime() + 60_000).toISOString();
    const events = await send(api, {
      path: `/pipelines/speech/events?from=${from}&to=${to}&kind=rolloutStep`,
      headers: { cookie: cookies.get('vic') ?? '' },
    });

    const { items } = (await events.json()) as { items: { kind: string; text: string }[] };
    expect(items.filter(({ kind }) => kind === 'rolloutStep').map(({ text }) => text)).toEqual([
      'asr: rollout of v18 goes to 5 %',
      'asr: rollout of v18 rolled back by olu',
    ]);
  });
});
