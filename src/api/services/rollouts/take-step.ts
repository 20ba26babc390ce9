import type { Rollout } from '#contract/rollout.ts';
import type { RolloutInput, Scene, Who } from '#control/rollout/scene.ts';
import { stepRollout, type RolloutObstacle } from '#control/rollout/step.ts';
import type { Actor } from '../../access/actor.ts';
import type { Ports } from '../../ports.ts';
import type { KeptAnswer, RolloutOutcome, StoredRollout } from '../../rollout-store.ts';
import { auditEntry } from '../audit/audit-entry.ts';
import { chainLine } from './chain-line.ts';
import { rolloutAlert } from './rollout-alert.ts';
import { planDigest } from './plan-digest.ts';
import { sha256 } from './sha256.ts';

export type StepRequest = {
  input: RolloutInput;
  who: Who;
  actor: Actor;
  scene: Scene;
  /** Kept in the same transaction, with the rollout as it becomes for an answer. */
  answer?: Omit<KeptAnswer, 'answer'> | undefined;
};

export type StepTaken =
  | { outcome: 'written'; stored: StoredRollout }
  | { outcome: Exclude<RolloutOutcome, 'written'> }
  | { outcome: 'refused'; obstacle: RolloutObstacle };

/** Decides one input on a rollout and writes what comes of it: the rollout, its event and the audit entry, or none. */
export async function takeStep(
  ports: Ports,
  stored: StoredRollout,
  { input, who, actor, scene, answer }: StepRequest,
): Promise<StepTaken> {
  const asked = input.type === 'gatesPass' ? { ...input, hash: await snapshotHash(stored.rollout) } : input;
  const done = stepRollout(stored.rollout, asked, { who, scene });
  if ('refusal' in done) return { outcome: 'refused', obstacle: done.refusal };

  const { line } = done;
  const rollout =
    input.type === 'edit' ? { ...done.rollout, planDigest: await planDigest(done.rollout) } : done.rollout;
  const event = line && (await chainLine(line, { seq: rollout.generation, previousHash: stored.headHash }));
  const next = { rollout, revision: stored.revision, headHash: event?.hash ?? stored.headHash };
  const audit =
    line &&
    auditEntry(actor, new Date(scene.nowMs), {
      action: `rollout.${input.type}`,
      subject: `${rollout.pipeline}/${rollout.stage}/${rollout.id}`,
      before: summaryOf(stored.rollout),
      after: { ...summaryOf(rollout), ...(line.withoutEvidence && { withoutEvidence: true }) },
      reason: line.text,
    });
  const outcome = await ports.control.writeRollout(
    { stored: next, events: event ? [event] : [] },
    {
      alerts: await rolloutAlert(ports, { before: stored.rollout, after: rollout, nowMs: scene.nowMs }),
      audit: audit ?? undefined,
      answer: answer && { ...answer, answer: rollout },
    },
  );
  if (outcome !== 'written') return { outcome };
  return { outcome, stored: { ...next, revision: stored.revision + 1 } };
}

/** Over everything that is said yes to. */
function snapshotHash({ id, step, planDigest: plan, evidence }: Rollout): Promise<string> {
  return sha256({ id, step, plan, evidence });
}

function summaryOf({ phase, step, desired, generation, snapshot }: Rollout) {
  return { phase, step, generation, split: desired.split, snapshot: snapshot?.hash ?? null };
}
