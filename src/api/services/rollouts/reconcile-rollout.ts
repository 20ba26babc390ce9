import type { Rollout } from '#contract/rollout.ts';
import type { RolloutPhase } from '#contract/rollout-words.ts';
import { nextPolicyMove, policy } from '#control/rollout/policy.ts';
import { reconcile, system } from '#control/rollout/reconcile.ts';
import { judgeConfigured } from '#control/rollout/router-truth.ts';
import type { RolloutInput, Scene, Who } from '#control/rollout/scene.ts';
import { machineActor } from '../../access/actor.ts';
import type { Ports } from '../../ports.ts';
import type { StoredRollout } from '../../rollout-store.ts';
import type { Observed, TrafficAdapter, WarmUp } from '../../traffic-adapter.ts';
import { sceneOf } from './scene-of.ts';
import { takeStep } from './take-step.ts';

const actor = machineActor('anchorwatch');
/** Of a rollout that has traffic: its log is read. */
const watched: readonly RolloutPhase[] = ['applying', 'soaking', 'gated', 'paused', 'baking', 'finalizing'];
/** What was read back is written again after so long even where nothing changed, so that people see how old it is. */
const REFRESH_MS = 60_000;
/** A candidate that has not come up by then never will. */
const MOST_STARTING_MS = 30 * 60_000;
/** Policy moves that follow from one look: harm or gates, then an advance. */
const MOST_MOVES = 4;

export type Turn = {
  /** Renews the lease: the number that writes carry, or undefined when somebody else has it by now. */
  renewLease: () => Promise<number | undefined>;
  onTrouble: (trouble: unknown) => void;
};

/**
 * One turn of one rollout: reads the routers back, does the one thing that follows, reads the log if it is time, and
 * moves by what it says. Whatever it was cut off from, the next turn begins by reading.
 */
export async function reconcileRollout(ports: Ports, id: string, turn: Turn): Promise<void> {
  const stored = await ports.control.findRollout(id);
  if (!stored) return;
  const acted = await actOnRouters(ports, stored, turn);
  if (!acted) return;
  const read = await readLog(ports, acted, turn);
  if (read) await movePolicy(ports, read);
}

/** Undefined when somebody wrote the rollout meanwhile, or the lease is gone: the next turn sees what is then. */
async function actOnRouters(
  ports: Ports,
  stored: StoredRollout,
  turn: Turn,
): Promise<StoredRollout | undefined> {
  const { rollout } = stored;
  const adapter = ports.traffic.adapterOf(rollout);
  const configured = judgeConfigured(await observe(ports, adapter), rollout.desired);
  const next = reconcile(rollout, configured, await sceneOf(ports, rollout));
  switch (next.does) {
    case 'rest':
      return stored;
    case 'step':
      return isNothingNew(rollout, next.input) ? stored : write(ports, stored, next.input, system);
    case 'warmUp': {
      const input = afterWarmUp(await warmUp(adapter, rollout), await startingMs(ports, rollout));
      return input === null ? stored : write(ports, stored, input, system);
    }
    case 'apply':
      return apply(ports, stored, { adapter, turn });
  }
}

async function apply(
  ports: Ports,
  stored: StoredRollout,
  { adapter, turn }: { adapter: TrafficAdapter | undefined; turn: Turn },
): Promise<StoredRollout | undefined> {
  const { desired, stable, candidate } = stored.rollout;
  const fence = await turn.renewLease();
  if (fence === undefined) return undefined;
  const error = await tryApply(adapter, () =>
    adapter?.apply(desired, { fence, versions: { stable, candidate } }),
  );
  const configured = judgeConfigured(await observe(ports, adapter), desired);
  if (configured.isAsDesired) return write(ports, stored, { type: 'observed', configured }, system);
  const seen = await write(ports, stored, { type: 'observed', configured }, system);
  const text = error ?? 'it was written, and is not read back yet';
  return seen && write(ports, seen, { type: 'applyFailed', error: text }, system);
}

async function tryApply(
  adapter: TrafficAdapter | undefined,
  act: () => Promise<{ routers: { router: string; error: string | null }[] }> | undefined,
): Promise<string | null> {
  if (!adapter) return 'nothing moves the traffic of this stage any more';
  try {
    const failed = (await act())?.routers.filter(({ error }) => error !== null) ?? [];
    return failed.length === 0 ? null : failed.map(({ router, error }) => `${router}: ${error}`).join('; ');
  } catch (fault) {
    return messageOf(fault);
  }
}

/** A router that cannot be asked is no router that does as desired. */
async function observe(ports: Ports, adapter: TrafficAdapter | undefined): Promise<Observed> {
  const at = ports.now().toISOString();
  if (!adapter) return { at, source: 'no adapter', routers: [] };
  try {
    return await adapter.observe();
  } catch (fault) {
    const unread = { document: null, fence: null, changedBy: null };
    return {
      at,
      source: adapter.name,
      routers: [{ router: adapter.name, error: messageOf(fault), ...unread }],
    };
  }
}

async function startingMs(ports: Ports, rollout: Rollout): Promise<number> {
  return (await sceneOf(ports, rollout)).nowMs - Date.parse(rollout.phaseSince);
}

/** Null while there is nothing to do but to wait. */
function afterWarmUp(warm: WarmUp, waitedMs: number): RolloutInput | null {
  switch (warm.state) {
    case 'ready':
      return { type: 'prepared' };
    case 'failed':
      return { type: 'prepareFailed', text: warm.text };
    case 'starting':
      return waitedMs < MOST_STARTING_MS ? null : { type: 'prepareFailed', text: warm.text };
  }
}

async function warmUp(adapter: TrafficAdapter | undefined, rollout: Rollout): Promise<WarmUp> {
  if (!adapter) return { state: 'failed', text: 'nothing moves the traffic of this stage any more' };
  try {
    return await adapter.warmUp(rollout);
  } catch (fault) {
    return { state: 'failed', text: messageOf(fault) };
  }
}

async function readLog(
  ports: Ports,
  stored: StoredRollout,
  { onTrouble }: Turn,
): Promise<StoredRollout | undefined> {
  const { rollout } = stored;
  if (!watched.includes(rollout.phase)) return stored;
  const { nowMs } = await sceneOf(ports, rollout);
  const asOfMs = rollout.evidence === null ? 0 : Date.parse(rollout.evidence.asOf);
  const isNew = rollout.soak.startedAt === null || asOfMs < Date.parse(rollout.soak.startedAt);
  if (!isNew && nowMs - asOfMs < rollout.plan.evaluationSeconds * 1000) return stored;
  try {
    const evidence = await ports.evidence.read(rollout);
    return await write(ports, stored, { type: 'evidence', evidence }, policy);
  } catch (trouble) {
    onTrouble(trouble); // unread evidence grows old, and old evidence pauses
    return stored;
  }
}

async function movePolicy(ports: Ports, stored: StoredRollout): Promise<void> {
  let at: StoredRollout | undefined = stored;
  for (let moves = 0; at && moves < MOST_MOVES; moves++) {
    const scene: Scene = await sceneOf(ports, at.rollout);
    const input = nextPolicyMove(at.rollout, scene);
    if (!input) return;
    at = await write(ports, at, input, policy, scene);
  }
}

async function write(
  ports: Ports,
  stored: StoredRollout,
  input: RolloutInput,
  who: Who,
  known?: Scene,
): Promise<StoredRollout | undefined> {
  const scene = known ?? (await sceneOf(ports, stored.rollout));
  const taken = await takeStep(ports, stored, { input, who, actor, scene });
  return taken.outcome === 'written' ? taken.stored : undefined;
}

function isNothingNew({ configured: known, phase }: Rollout, input: RolloutInput): boolean {
  if (input.type !== 'observed' || known === null || phase === 'applying' || phase === 'rollingBack')
    return false;
  const { at, ...rest } = input.configured;
  const { at: knownAt, ...before } = known;
  const isSame = JSON.stringify(rest) === JSON.stringify(before);
  return isSame && Date.parse(at) - Date.parse(knownAt) < REFRESH_MS && phase !== 'stuck';
}

function messageOf(fault: unknown): string {
  return fault instanceof Error ? fault.message : String(fault);
}
