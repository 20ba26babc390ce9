import { z } from 'zod';
import { Name } from './prediction.ts';
import { Evidence, EvidenceSnapshot } from './rollout-evidence.ts';
import { Plan } from './rollout-plan.ts';
import { Authority, PauseKind, RolloutEnd, RolloutPhase } from './rollout-words.ts';
import { TrafficDocument } from './traffic.ts';

const instant = z.iso.datetime();
const person = z.string();

/** A version with what it may do. `tau`: the confidence from which it acts under partial authority. */
export const RolloutVersion = z
  .strictObject({
    version: Name,
    digest: z.string().min(1).max(200).nullable().default(null).describe('of the artefact'),
    trainedBy: Name.nullable().default(null).describe('the account of whoever trained it'),
    authority: Authority.default('full'),
    tau: z.number().min(0).max(1).nullable().default(null),
  })
  .meta({ id: 'RolloutVersion' });
export type RolloutVersion = z.infer<typeof RolloutVersion>;

/** What one router was read to do. */
export const RouterTruth = z
  .object({
    router: z.string(),
    document: TrafficDocument.nullable(),
    fence: z.number().int().nullable().describe('of the write that it obeys, where it keeps it'),
    error: z.string().nullable(),
    changedBy: z.string().nullable().describe('who else changed it, where the router knows'),
  })
  .meta({ id: 'RouterTruth' });
export type RouterTruth = z.infer<typeof RouterTruth>;

export const ConfiguredTraffic = z
  .object({
    at: instant,
    source: z.string(),
    routers: z.array(RouterTruth),
    isAsDesired: z.boolean(),
  })
  .meta({ id: 'ConfiguredTraffic' });
export type ConfiguredTraffic = z.infer<typeof ConfiguredTraffic>;

/** A yes for exactly what was seen. It counts from `effectiveAt`, where it was given on condition that it still holds then. */
export const Approval = z
  .object({
    by: person,
    at: instant,
    reason: z.string(),
    subject: z.string().describe('the hash of the snapshot, or of the plan for a start'),
    effectiveAt: instant,
    expiresAt: instant,
    isConditional: z.boolean(),
  })
  .meta({ id: 'Approval' });
export type Approval = z.infer<typeof Approval>;

/** One change of the version that a stage answers with, from its plan to its end. */
export const Rollout = z
  .object({
    id: z.string(),
    pipeline: Name,
    stage: Name,
    stable: RolloutVersion,
    candidate: RolloutVersion,
    plan: Plan,
    planDigest: z.string().describe('SHA-256 of versions and plan'),
    salt: Name,
    author: person,
    editors: z.array(person).describe('the latest last'),
    createdAt: instant,
    undoOf: z.string().nullable().describe('the rollout that this one takes back'),

    generation: z.number().int().describe('grows with every event: the version that If-Match names'),
    phase: RolloutPhase,
    phaseSince: instant,
    step: z.number().int().describe('of the plan; -1 before the first'),
    desired: TrafficDocument,
    configured: ConfiguredTraffic.nullable(),
    evidence: Evidence.nullable().describe('the latest look'),
    snapshot: EvidenceSnapshot.nullable(),
    soak: z.object({
      startedAt: instant.nullable().describe('when the traffic of the step was first read back'),
      freshSeconds: z.number().nonnegative(),
      freshAt: instant.nullable().describe('the latest fresh evidence'),
    }),
    request: z.object({ by: person, at: instant, reason: z.string(), snapshotHash: z.string() }).nullable(),
    approvals: z.array(Approval),
    force: z
      .object({ by: person, at: instant, reason: z.string(), step: z.number().int() })
      .nullable()
      .describe('an admin asks a second person to go on without evidence'),
    forcedSteps: z.array(z.number().int()).describe('steps that were left without evidence, marked for ever'),
    pause: z.object({ kind: PauseKind, by: person, at: instant, text: z.string() }).nullable(),
    attempt: z
      .object({
        since: instant,
        count: z.number().int(),
        nextAt: instant,
        error: z.string(),
      })
      .nullable()
      .describe('tries to apply what is desired, that failed so far'),
    end: z.object({ kind: RolloutEnd, by: person, at: instant, text: z.string() }).nullable(),
    supersededBy: z.string().nullable(),
  })
  .meta({ id: 'Rollout' });
export type Rollout = z.infer<typeof Rollout>;
