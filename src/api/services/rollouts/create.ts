import type { RolloutRequest } from '#contract/rollout-detail.ts';
import type { Rollout } from '#contract/rollout.ts';
import { stableTraffic } from '#control/rollout/step-traffic.ts';
import type { Actor } from '../../access/actor.ts';
import { notFound } from '../../errors.ts';
import type { Ports } from '../../ports.ts';
import type { StoredRollout } from '../../rollout-store.ts';
import { auditEntry } from '../audit/audit-entry.ts';
import { getPipeline } from '../pipelines/find.ts';
import { chainLine, chainStart } from './chain-line.ts';
import { planDigest } from './plan-digest.ts';
import { AnsweredMeanwhile, onceByKey, type AnswerKey } from './once-by-key.ts';

type CreateRequest = { request: RolloutRequest; actor: Actor; key?: string | undefined };

/** A draft, which nothing follows until it is submitted. */
export async function createRollout(ports: Ports, { request, actor, key }: CreateRequest): Promise<Rollout> {
  const { stages } = await getPipeline(ports, request.pipeline);
  if (!stages.some(({ name }) => name === request.stage))
    throw notFound(`stage ${request.stage} of ${request.pipeline}`);
  return onceByKey(ports, { actor, key, body: request }, async (answer) => {
    const { rollout } = await writeDraft(ports, { request, actor, undoOf: null, answer });
    return rollout;
  });
}

export async function writeDraft(
  ports: Ports,
  {
    request,
    actor,
    undoOf,
    answer,
  }: {
    request: RolloutRequest;
    actor: Actor;
    undoOf: string | null;
    answer?: AnswerKey | undefined;
  },
): Promise<StoredRollout> {
  const nowMs = await ports.control.currentTime();
  const at = new Date(nowMs).toISOString();
  const salt = ports.newId();
  const rollout: Rollout = {
    ...request,
    id: ports.newId(),
    planDigest: await planDigest(request),
    salt,
    author: actor.id,
    editors: [actor.id],
    createdAt: at,
    undoOf,
    generation: 1,
    phase: 'draft',
    phaseSince: at,
    step: -1,
    desired: stableTraffic(salt, request.plan.steps[0]?.traffic.stickyKey ?? null, 0),
    configured: null,
    evidence: null,
    snapshot: null,
    soak: { startedAt: null, freshSeconds: 0, freshAt: null },
    request: null,
    approvals: [],
    force: null,
    forcedSteps: [],
    pause: null,
    attempt: null,
    end: null,
    supersededBy: null,
  };
  const { stable, candidate } = request;
  const line = {
    at,
    kind: 'create' as const,
    actor: actor.id,
    from: 'draft' as const,
    to: 'draft' as const,
    step: -1,
    candidateBasisPoints: 0,
    withoutEvidence: false,
    text: `${stable.version} to ${candidate.version}`,
    snapshotHash: null,
  };
  const event = await chainLine(line, { seq: 1, previousHash: chainStart });
  const stored = { rollout, revision: 0, headHash: event.hash };
  const audit = auditEntry(actor, new Date(nowMs), {
    action: 'rollout.create',
    subject: `${rollout.pipeline}/${rollout.stage}/${rollout.id}`,
    after: { stable, candidate, plan: request.plan, planDigest: rollout.planDigest },
  });
  const outcome = await ports.control.writeRollout(
    { stored, events: [event] },
    { audit, answer: answer && { ...answer, answer: rollout } },
  );
  if (outcome === 'answered') throw new AnsweredMeanwhile();
  if (outcome !== 'written') throw new Error(`a new draft was not written: ${outcome}`);
  return { ...stored, revision: 1 };
}
