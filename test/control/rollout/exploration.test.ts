import { describe, expect, it } from 'vitest';
import type { Rollout } from '#contract/rollout.ts';
import { guards, type GuardId } from '#control/rollout/guards.ts';
import { policy } from '#control/rollout/policy.ts';
import { reconcile, system } from '#control/rollout/reconcile.ts';
import { judgeConfigured } from '#control/rollout/router-truth.ts';
import { stepRollout } from '#control/rollout/step.ts';
import { transitions } from '#control/rollout/transitions.ts';
import { explore, type Exploration } from './explore.ts';
import { draft, everything, planStep, readBack, startMs, threeSteps } from './rollouts.ts';
import { sceneOf, worldOf, type Setting, type World } from './world.ts';

const setting: Setting = {
  holder: null,
  queued: [{ id: 'r2', author: 'ada' }],
  capabilities: everything,
  traffic: null,
};
/** Of a stage that never fails, so that its error rate is never proven. */
const faultless = { rows: 1_000_000, ratePerSecond: 1, errorShare: 0, nullShare: 0 };
const ends = ['succeeded', 'rolledBack', 'cancelled'];
const moving = ['applying', 'soaking', 'gated', 'paused', 'baking', 'finalizing'];

const short = { steps: [planStep('canary', 400, { approvals: { n: 1 } }), planStep('bake', 10_000)] };
const humanOnly = draft({ plan: threeSteps({ ...short, controller: 'humanOnly' }) });
const startApproved = draft({ plan: threeSteps({ ...short, startApprovals: { n: 1 } }) });
const assisted = draft({ plan: threeSteps({ controller: 'assist' }) });
const unsound = draft({ plan: threeSteps({ steps: [planStep('canary', 400)] }) });

type Scenario = { rollout: Rollout; setting: Setting };
const usual: Scenario = { rollout: draft(), setting };
/** Where it matters whether a guard is there, if not in the usual case. */
const scenarios: Partial<Record<GuardId, Scenario>> = {
  planIsSound: { rollout: unsound, setting },
  planCanBeProven: { rollout: draft(), setting: { ...setting, traffic: faultless } },
  actuatorCan: { rollout: draft(), setting: { ...setting, capabilities: null } },
  slotIsFree: { rollout: draft(), setting: { ...setting, holder: 'r0' } },
  mayRollBackAlone: { rollout: humanOnly, setting },
  controllerMayPropose: { rollout: humanOnly, setting },
  controllerMayAdvance: { rollout: assisted, setting },
  isApproved: { rollout: startApproved, setting },
  evidenceStands: { rollout: startApproved, setting },
  holdsAhead: { rollout: startApproved, setting },
  hasNotApproved: { rollout: startApproved, setting },
  namesSubject: { rollout: startApproved, setting },
  hasApproverRole: { rollout: startApproved, setting },
};

describe('the machine of rollouts, explored with a failing actuator, third parties and restarts', () => {
  const found: Exploration = explore(worldOf(draft(), startMs), setting);

  it('breaks none of its properties', () => {
    expect(found.states.length).toBeGreaterThan(3_000);
    expect(found.violations.map(({ property, way }) => `${property}: ${way.join(', ')}`)).toEqual([]);
  });

  it('can reach an end from everywhere', () => {
    const canEnd = new Set(
      found.states.flatMap(({ rollout }, i) => (ends.includes(rollout.phase) ? [i] : [])),
    );
    for (let before = -1; before !== canEnd.size;) {
      before = canEnd.size;
      found.follow.forEach((followers, i) => {
        if (followers.some((one) => canEnd.has(one))) canEnd.add(i);
      });
    }
    expect(found.states.filter((_, i) => !canEnd.has(i)).map(({ rollout }) => rollout.phase)).toEqual([]);
  });

  it('lets whoever is on call roll back from every state with traffic, and gets there once the actuator is well', () => {
    for (const world of found.states.filter(({ rollout }) => moving.includes(rollout.phase))) {
      const who = { id: 'olu', role: 'on-call' as const };
      const braked = stepRollout(
        world.rollout,
        { type: 'rollBack', breakGlass: false },
        { who, scene: sceneOf(world, setting) },
      );
      if ('refusal' in braked) throw new Error(`${world.rollout.phase}: ${braked.refusal.text}`);
      expect(reconciled({ ...world, rollout: braked.rollout })).toBe('rolledBack');
    }
  });

  it('rolls back by itself from every state with proven harm', () => {
    const harmed = found.states.filter(
      ({ rollout: { phase, evidence } }) =>
        moving.includes(phase) &&
        evidence?.verdicts.some(({ gate, verdict }) => gate === 'errors' && verdict === 'worse'),
    );
    expect(harmed.length).toBeGreaterThan(100);
    for (const world of harmed) {
      const done = stepRollout(
        world.rollout,
        { type: 'harm' },
        { who: policy, scene: sceneOf(world, setting) },
      );
      if ('refusal' in done) throw new Error(`${world.rollout.phase}: ${done.refusal.text}`);
      expect(reconciled({ ...world, rollout: done.rollout })).toBe('rolledBack');
    }
  });

  it('has ends that nothing leaves', () => {
    const left = Object.values(transitions).flatMap(({ from }) =>
      from.filter((phase) => ends.includes(phase)),
    );
    expect(left).toEqual([]);
  });

  it.each(Object.keys(guards) as GuardId[])('would be found out without the guard %s', (id) => {
    const open = { ...guards, [id]: () => null };
    const { rollout, setting: around } = scenarios[id] ?? usual;
    const { violations } = explore(worldOf(rollout, startMs), around, { guards: open, isFirstEnough: true });
    expect(violations.length).toBeGreaterThan(0);
  });
});

/** The phase after the reconciler had its way with a healthy actuator. */
function reconciled(world: World): string {
  let { rollout, routers } = world;
  for (let passes = 0; passes < 6; passes++) {
    const nowMs = world.nowMs + passes * 1_000;
    const configured = judgeConfigured(readBack([...routers], nowMs), rollout.desired);
    const scene = sceneOf({ ...world, nowMs }, setting);
    const next = reconcile(rollout, configured, scene);
    if (next.does === 'apply') routers = routers.map(() => next.document);
    if (next.does !== 'step') continue;
    const done = stepRollout(rollout, next.input, { who: system, scene });
    if ('refusal' in done) throw new Error(done.refusal.text);
    rollout = done.rollout;
  }
  return rollout.phase;
}
