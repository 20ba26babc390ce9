import type { RolloutCommand } from '#contract/rollout-command.ts';
import type { RolloutRequest } from '#contract/rollout-detail.ts';
import type { PersonRole } from '#contract/person-role.ts';
import type { Rollout } from '#contract/rollout.ts';
import { type Actor, inside } from '../../access/actor.ts';
import type { Ports } from '../../ports.ts';
import { createEvidenceReader } from '../rollout-evidence/read-evidence.ts';
import { commandOnRollout } from '../rollouts/command.ts';
import { writeDraft } from '../rollouts/create.ts';
import { RECONCILER_LEASE } from '../rollouts/reconcile-open.ts';
import { reconcileRollout } from '../rollouts/reconcile-rollout.ts';

const LEASE_MS = 60_000;
/** From a plan that was submitted to traffic that was read back. */
const STARTING_TURNS = 6;
/** Looks at the log in each step of the past. */
const LOOKS = 12;

/** When the sample's log has copies for the candidate, when it has its share of users, and when it ends. */
export type SampleTimes = { shadowMs: number; canaryMs: number; endMs: number };
type Role = { id: string; role: PersonRole };

/**
 * The rollout that the log of the sample tells of, lived through once more: the machine, the gates and the reconciler
 * decide on that log as they would have at the time, and people of the sample ask and approve. Nothing where the stage
 * has had a rollout.
 */
export async function addSampleRollout(
  ports: Ports,
  {
    request,
    times,
    engineer,
    approver,
  }: { request: RolloutRequest; times: SampleTimes; engineer: Role; approver: Role },
): Promise<void> {
  const { pipeline, stage } = request;
  if ((await ports.control.listRollouts({ pipeline, stage }, 1)).length > 0) return;
  const holder = ports.newId();
  const renewLease = () => ports.control.takeLease(RECONCILER_LEASE, holder, LEASE_MS);
  if ((await renewLease()) === undefined) return;

  const clock = { ms: times.shadowMs };
  const past = portsAt(ports, clock);
  const { rollout } = await writeDraft(past, { request, actor: actorOf(engineer), undoOf: null });
  const { id } = rollout;
  const say = async (who: Role, command: (rollout: Rollout) => RolloutCommand) => {
    const { rollout: seen } = await find(past, id);
    await commandOnRollout(past, {
      id,
      command: command(seen),
      actor: actorOf(who),
      generation: seen.generation,
    });
  };
  const turns = async (count: number, untilMs: number) => {
    const stepMs = (untilMs - clock.ms) / count;
    for (let i = 0; i < count; i++) {
      clock.ms += stepMs;
      await reconcileRollout(past, id, { renewLease, onTrouble: raise });
    }
  };

  await say(engineer, () => ({ type: 'submit' }));
  await turns(STARTING_TURNS, times.shadowMs + STARTING_TURNS * 1_000);
  await turns(LOOKS, times.canaryMs - 60_000);
  if ((await find(past, id)).rollout.phase === 'gated') {
    const hashOf = ({ snapshot }: Rollout) => snapshot?.hash ?? '';
    await say(engineer, (seen) => ({
      type: 'request',
      reason: 'what it hears otherwise is mostly a word; looked at the worst of them',
      snapshotHash: hashOf(seen),
    }));
    await say(approver, (seen) => ({
      type: 'approve',
      reason: 'one request in seven is heard otherwise, few of them badly: 5 % will tell',
      subject: hashOf(seen),
    }));
    await say(engineer, (seen) => ({ type: 'advance', snapshotHash: hashOf(seen) }));
    await turns(STARTING_TURNS, times.canaryMs);
  }
  await turns(LOOKS, times.endMs);
}

/** The same world at another time; its log is read up to then. */
function portsAt(ports: Ports, clock: { ms: number }): Ports {
  const now = () => new Date(clock.ms);
  const control = { ...ports.control, currentTime: async () => clock.ms };
  return { ...ports, now, control, evidence: createEvidenceReader({ log: ports.log, control, now }) };
}

async function find({ control }: Ports, id: string) {
  const found = await control.findRollout(id);
  if (!found) throw new Error(`the rollout ${id} of the sample is gone`);
  return found;
}

function actorOf({ id, role }: Role): Actor {
  return { kind: 'person', id, name: id, role, origin: inside };
}

function raise(trouble: unknown): never {
  throw new Error('reading the log of the sample', { cause: trouble });
}
