import { z } from 'zod';
import { PersonRole } from './person-role.ts';
import { ControllerDegree, GateId, RiskLevel, StepKind } from './rollout-words.ts';
import { ALL_TRAFFIC, TrafficDocument } from './traffic.ts';

const DAY_SECONDS = 86_400;
const seconds = (most: number) => z.number().int().min(0).max(most);
const alpha = z.number().min(1e-6).max(0.5);

/** What has to be proven before a step is left, and how sure one wants to be. */
export const Gate = z
  .strictObject({
    gate: GateId,
    margin: z
      .number()
      .describe('the most that may be lost: a ratio for rates and latencies, a difference for the rest'),
    alphaHarm: alpha.default(0.01),
    alphaSafe: alpha.default(0.05),
  })
  .meta({ id: 'Gate' });
export type Gate = z.infer<typeof Gate>;

/** How many people say yes, and of which roles. With four eyes nobody who made or asked for it is one of them. */
export const ApprovalRule = z
  .strictObject({
    n: z.number().int().min(0).max(5),
    roles: z.array(PersonRole).min(1).max(5).default(['approver', 'admin']),
    fourEyes: z.boolean().default(true),
  })
  .meta({ id: 'ApprovalRule' });
export type ApprovalRule = z.infer<typeof ApprovalRule>;

/** Traffic that is held until its gates are proven. The approvals are those for leaving it. */
export const Step = z
  .strictObject({
    kind: StepKind,
    traffic: TrafficDocument.omit({ rev: true, salt: true }),
    minSoakSeconds: seconds(90 * DAY_SECONDS).describe('counted only while the evidence is fresh'),
    maxSoakSeconds: seconds(180 * DAY_SECONDS).describe('by the clock'),
    onMax: z.enum(['hold', 'rollBack']).default('hold'),
    gates: z.array(Gate).max(20).default([]),
    approvals: ApprovalRule.prefault({ n: 0 }),
  })
  .meta({ id: 'RolloutStep' });
export type Step = z.infer<typeof Step>;

export const Plan = z
  .strictObject({
    steps: z.array(Step).min(1).max(20),
    startApprovals: ApprovalRule.prefault({ n: 0 }),
    controller: ControllerDegree.default('assist'),
    caps: z
      .strictObject({
        autoMaxBasisPoints: z.number().int().min(0).max(ALL_TRAFFIC).default(2_500),
        harmedPredictions: z
          .number()
          .int()
          .positive()
          .nullable()
          .default(null)
          .describe('budget of harmed predictions, at the upper bound: spent, the rollout goes back'),
      })
      .prefault({}),
    risk: RiskLevel.default('medium'),
    evaluationSeconds: z.number().int().min(5).max(DAY_SECONDS).default(60),
    keepWarmSeconds: seconds(30 * DAY_SECONDS)
      .default(DAY_SECONDS)
      .describe('so long the old version can take all traffic back at once after the last step'),
  })
  .meta({ id: 'RolloutPlan' });
export type Plan = z.infer<typeof Plan>;
