import { describe, expect, it } from 'vitest';
import type { Ports } from '#api/ports.ts';
import { ALL_TRAFFIC } from '#contract/traffic.ts';
import { planStep, threeSteps } from '../../control/rollout/rollouts.ts';
import { as, rolloutPorts } from './rollout-ports.ts';

const alone = threeSteps({
  steps: [planStep('shadow', 0), planStep('canary', 500), planStep('bake', ALL_TRAFFIC)],
  controller: 'full',
  caps: { autoMaxBasisPoints: ALL_TRAFFIC, harmedPredictions: 100 },
});
const alertOf = ({ control }: Ports, id: string) => control.findAlert(`rollout.${id}`);
const messages = async ({ control }: Ports) =>
  (await control.claimMessages(9, 60_000)).map(({ message }) => message);

describe('the alert of a rollout', () => {
  it('opens once when it goes back by itself, and stays until somebody resolves it', async () => {
    const { submitted, turns, find, log, ports } = rolloutPorts();
    const id = await submitted(alone);
    await turns(12);
    expect(await alertOf(ports, id)).toBeUndefined();

    log.says = 'worse';
    await turns(12);

    expect((await find(id)).phase).toBe('rolledBack');
    expect(await alertOf(ports, id)).toMatchObject({
      kind: 'rollout',
      rule: { id, name: 'Rollout v17 → v18', owner: 'ann' },
      source: { summary: 'It went back by itself: the candidate is proven worse (errors).' },
      pipeline: 'speech',
      stage: 'asr',
      state: { condition: 'firing', severity: 'warning', episode: 1 },
    });
    expect(await messages(ports)).toMatchObject([{ kind: 'fire', severity: 'warning' }]);
  });

  it('is critical while routers do not take the way back, and a warning once they did', async () => {
    const { submitted, turns, find, failing, command, ports } = rolloutPorts();
    const id = await submitted(alone);
    await turns(12);
    failing.apply = 10;
    await command(id, { type: 'rollBack', breakGlass: false }, as('olu', 'on-call'));
    await turns(9);
    expect((await find(id)).phase).toBe('stuck');
    expect(await alertOf(ports, id)).toMatchObject({
      source: { summary: 'The way back is stuck: connection refused.' },
      state: { condition: 'firing', severity: 'critical' },
    });

    failing.apply = 0;
    await turns(40);
    expect((await find(id)).phase).toBe('rolledBack');
    expect((await alertOf(ports, id))?.state).toMatchObject({ condition: 'ok', ended: { by: 'data' } });
    expect((await messages(ports)).map(({ kind }) => kind)).toEqual(['fire', 'resolve']);
  });

  it('ends when what paused by itself goes on', async () => {
    const { submitted, turns, log, command, ports } = rolloutPorts();
    const id = await submitted(alone);
    await turns(3);
    log.isLate = true;
    await turns(30);
    expect((await alertOf(ports, id))?.state.condition).toBe('firing');

    log.isLate = false;
    await command(id, { type: 'resume' }, as('olu', 'on-call'));
    expect((await alertOf(ports, id))?.state.condition).toBe('ok');
  });
});
