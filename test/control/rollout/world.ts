import type { RolloutCommand } from '#contract/rollout-command.ts';
import type { Rollout } from '#contract/rollout.ts';
import type { RolloutPhase } from '#contract/rollout-words.ts';
import { ALL_TRAFFIC, type TrafficDocument } from '#contract/traffic.ts';
import type { Guards } from '#control/rollout/guards.ts';
import { nextPolicyMove, policy } from '#control/rollout/policy.ts';
import { reconcile, system } from '#control/rollout/reconcile.ts';
import { judgeConfigured } from '#control/rollout/router-truth.ts';
import type { RolloutInput, Scene, Who } from '#control/rollout/scene.ts';
import { stepRollout } from '#control/rollout/step.ts';
import { isSameTraffic, stableTraffic } from '#control/rollout/step-traffic.ts';
import { evidence, readBack, scene } from './rollouts.ts';

/** A rollout, the routers as they really are, and what may go wrong around them. */
export type World = {
  rollout: Rollout;
  nowMs: number;
  routers: readonly TrafficDocument[];
  /** `partial`: only the first router takes writes. */
  actuator: 'healthy' | 'partial' | 'broken';
  isFrozen: boolean;
  meddled: boolean;
};

/** What does not change while a world is explored. */
export type Setting = Pick<Scene, 'holder' | 'queued' | 'capabilities' | 'traffic'>;

/** One thing that happened: what somebody did to the rollout, if anything. */
export type Happening = {
  name: string;
  after: World;
  did: { input: RolloutInput; who: Who } | null;
};

export const people = {
  vic: 'viewer',
  olu: 'on-call',
  eng: 'engineer',
  ada: 'approver',
  ann: 'admin',
  max: 'admin',
} as const;

const HOURS_MS = 5 * 3_600_000;

export function sceneOf(world: World, setting: Setting): Scene {
  const freeze = world.isFrozen ? { reason: 'holidays', by: 'max', until: 'Monday' } : null;
  return scene({ nowMs: world.nowMs, freeze, ...setting });
}

/** Everything that can happen next, by whomever. */
export function happenings(world: World, setting: Setting, guards: Guards): Happening[] {
  return [
    ...surroundings(world),
    ...readings(world, setting, guards),
    ...steps(world, setting, guards, policyInputs(world, setting, guards), policy),
    ...reconciliation(world, setting, guards),
    ...Object.entries(people).flatMap(([id, role]) =>
      steps(world, setting, guards, commandsOf(id, world.rollout, setting), { id, role }),
    ),
  ];
}

function surroundings(world: World): Happening[] {
  const nothing = (name: string, patch: Partial<World>): Happening => ({
    name,
    after: { ...world, ...patch },
    did: null,
  });
  const [first, ...others] = world.routers;
  if (!first) throw new RangeError('a world without routers');
  const foreign = (candidate: number): TrafficDocument => ({
    ...first,
    split: { stable: ALL_TRAFFIC - candidate, candidate, audit: 0 },
  });
  const { phase } = world.rollout;
  const isMoving = world.rollout.step >= 0 && phase !== 'rolledBack' && phase !== 'succeeded';
  const isWatched = ['soaking', 'gated', 'baking', 'finalizing'].includes(phase);
  const isWriting = phase === 'applying' || phase === 'rollingBack';
  return [
    nothing('five hours pass', { nowMs: world.nowMs + HOURS_MS }),
    nothing('the actuator heals', { actuator: 'healthy' }),
    ...(isWriting && world.actuator === 'healthy'
      ? [nothing('the actuator breaks in part', { actuator: 'partial' })]
      : []),
    ...(isWriting || isWatched ? [nothing('the actuator breaks', { actuator: 'broken' })] : []),
    nothing('freeze or thaw', { isFrozen: !world.isFrozen }),
    ...(isWatched && !world.meddled
      ? [
          nothing('somebody lowers a route', { routers: [foreign(100), ...others], meddled: true }),
          nothing('somebody raises all routes', {
            routers: [foreign(9_000), ...others.map(() => foreign(9_000))],
            meddled: true,
          }),
        ]
      : []),
    ...(isMoving && world.actuator !== 'broken'
      ? [nothing('the server dies after a write', { routers: written(world, world.rollout.desired) })]
      : []),
  ];
}

/** The log says something, and the controller hears it. */
function readings(world: World, setting: Setting, guards: Guards): Happening[] {
  const { nowMs } = world;
  const all = {
    safe: evidence('noWorse', nowMs),
    harm: evidence('worse', nowMs),
    stale: evidence('noWorse', nowMs, { stale: 'the log is late' }),
    mismatch: evidence(
      'noWorse',
      nowMs,
      {},
      {
        verdicts: [
          ...evidence('noWorse', nowMs).verdicts,
          ...evidence('worse', nowMs, { gate: 'split' }).verdicts,
        ],
      },
    ),
    spent: evidence('noWorse', nowMs, {}, { harmedUpper: 100 }),
  };
  const inputs = Object.values(all).map((read) => ({ type: 'evidence' as const, evidence: read }));
  return steps(world, setting, guards, inputs, policy);
}

/** The controller's choice, and whatever else it would be let do: its table is no second line of defence. */
function policyInputs(world: World, setting: Setting, guards: Guards): RolloutInput[] {
  const { rollout } = world;
  const chosen = nextPolicyMove(rollout, sceneOf(world, setting), guards);
  const snapshotHash = rollout.snapshot?.hash ?? '';
  const others: RolloutInput[] = (
    [
      'harm',
      'budgetSpent',
      'mismatch',
      'blind',
      'regressed',
      'soakOver',
      'bakeOver',
      'start',
      'propose',
    ] as const
  ).map((type) => ({ type }));
  const hash = `snapshot of ${rollout.step}`;
  return [
    ...others,
    { type: 'advance', snapshotHash },
    { type: 'gatesPass', hash },
    ...(chosen && chosen.type !== 'gatesPass' ? [chosen] : []),
  ];
}

/** Only `max` asks, for the next step and for force: that others might adds nothing but time. */
function commandsOf(
  person: string,
  { snapshot, planDigest, phase }: Rollout,
  { queued }: Setting,
): RolloutCommand[] {
  const hash = snapshot?.hash ?? '';
  const subject = phase === 'pending' ? planDigest : hash;
  const reason = 'because';
  const asked: RolloutCommand[] = [
    { type: 'request', reason, snapshotHash: hash },
    { type: 'request', reason, snapshotHash: 'another' },
    { type: 'proposeForce', reason },
  ];
  return [
    { type: 'submit' },
    { type: 'cancel' },
    ...(person === 'max' ? asked : []),
    { type: 'approve', reason, subject },
    { type: 'approve', reason, subject: 'another' },
    { type: 'approve', reason, subject, holdsAt: new Date(0).toISOString() },
    { type: 'reject', reason },
    { type: 'advance', snapshotHash: hash },
    { type: 'advance', snapshotHash: 'another' },
    { type: 'pause', reason },
    { type: 'resume' },
    { type: 'resume', drift: 'adopt' },
    { type: 'resume', drift: 'reassert' },
    { type: 'rollBack', breakGlass: false },
    { type: 'rollBack', breakGlass: true },
    { type: 'force', reason },
    { type: 'supersede', by: 'nobody' },
    ...queued.map(({ id }) => ({ type: 'supersede' as const, by: id })),
  ];
}

function steps(
  world: World,
  setting: Setting,
  guards: Guards,
  inputs: readonly RolloutInput[],
  who: Who,
): Happening[] {
  return inputs.flatMap((input) => {
    const done = stepRollout(world.rollout, input, { who, scene: sceneOf(world, setting), guards });
    if ('refusal' in done || done.rollout === world.rollout) return [];
    const after = { ...world, rollout: done.rollout };
    return [{ name: `${who.id}: ${input.type}`, after, did: { input, who } }];
  });
}

/** One pass of the reconciler, and the system's own moves beside it. */
function reconciliation(world: World, setting: Setting, guards: Guards): Happening[] {
  const { rollout } = world;
  const readable = world.routers.map((document) => (world.actuator === 'broken' ? null : document));
  const configured = judgeConfigured(readBack(readable, world.nowMs), rollout.desired);
  const next = reconcile(rollout, configured, sceneOf(world, setting), guards);
  const others: RolloutInput[] = [{ type: 'dequeue' }, { type: 'giveUp' }, { type: 'retired' }];
  return [...pass(), ...steps(world, setting, guards, others, system)];

  function pass(): Happening[] {
    switch (next.does) {
      case 'step':
        return steps(world, setting, guards, [next.input], system);
      case 'warmUp':
        return steps(
          world,
          setting,
          guards,
          [{ type: 'prepared' }, { type: 'prepareFailed', text: 'no answer' }],
          system,
        );
      case 'apply': {
        const tried = { ...world, routers: written(world, next.document) };
        if (world.actuator === 'healthy') return [{ name: 'apply', after: tried, did: null }];
        return steps(tried, setting, guards, [{ type: 'applyFailed', error: 'refused' }], system);
      }
      case 'rest':
        return [];
    }
  }
}

function written(world: World, document: TrafficDocument): TrafficDocument[] {
  return world.routers.map((router, i) =>
    world.actuator === 'healthy' || (world.actuator === 'partial' && i === 0) ? document : router,
  );
}

export function worldOf(rollout: Rollout, nowMs: number): World {
  const before = stableTraffic('another-salt', 'x-user', 0);
  return {
    rollout,
    nowMs,
    routers: [before, before],
    actuator: 'healthy',
    isFrozen: false,
    meddled: false,
  };
}

/** What decides how a world goes on: in each phase only what its moves look at, and of times only how they compare with the limits. */
export function keyOf({ rollout: r, nowMs, routers, actuator, isFrozen, meddled }: World): string {
  const age = (at: string | null | undefined) =>
    at === null || at === undefined ? '-' : nowMs - Date.parse(at) >= HOURS_MS ? 'old' : 'new';
  const { phase, desired, evidence: read, soak } = r;
  const place = (document: TrafficDocument | null) =>
    document &&
    `${document.split.candidate}${document.rev >= desired.rev && isSameTraffic(document, desired)}`;
  const is = (...phases: RolloutPhase[]) => phases.includes(phase);
  if (is('succeeded', 'rolledBack', 'cancelled')) return phase;

  const isSoak = is('soaking', 'gated', 'baking');
  const isWatched = isSoak || is('applying', 'paused', 'finalizing');
  return [
    phase,
    r.step,
    desired.split.candidate,
    r.pause?.kind === 'drift',
    is('finalizing', 'soaking', 'baking') && age(r.phaseSince),
    isSoak && read?.verdicts.map((one) => `${one.gate}${one.verdict}${one.stale !== null}`).join(),
    isWatched && read?.verdicts.some(({ verdict }) => verdict === 'worse'),
    isWatched && (read?.harmedUpper ?? 0) >= 100,
    isSoak && age(read?.asOf),
    (isSoak || is('paused')) && `${soak.freshSeconds >= 60}${age(soak.freshAt)}`,
    is('gated') && r.request?.by,
    r.approvals.map(({ by, at }) => `${by}${age(at)}`).join(),
    is('soaking') && r.force && `${r.force.by}${age(r.force.at)}`,
    r.attempt && `${age(r.attempt.since)}${age(r.attempt.nextAt)}`,
    r.configured?.isAsDesired,
    is('paused') && r.configured?.routers.map(({ document }) => place(document)).join(),
    routers.map(place).join(),
    actuator,
    isFrozen && is('gated', 'pending'),
    meddled,
  ].join('|');
}
