import { z } from 'zod';

export const rolloutPhases = [
  'draft',
  'queued',
  'pending',
  'preparing',
  'applying',
  'soaking',
  'gated',
  'paused',
  'baking',
  'finalizing',
  'succeeded',
  'rollingBack',
  'rolledBack',
  'stuck',
  'cancelled',
] as const;
export const RolloutPhase = z.enum(rolloutPhases).meta({ id: 'RolloutPhase' });
export type RolloutPhase = z.infer<typeof RolloutPhase>;

/** Phases that hold their slot: a stage of a pipeline has at most one rollout in them. */
export const livePhases = [
  'pending',
  'preparing',
  'applying',
  'soaking',
  'gated',
  'paused',
  'baking',
  'finalizing',
  'rollingBack',
  'stuck',
] as const satisfies readonly RolloutPhase[];

/** Phases that something can still come out of. */
export const openPhases = ['draft', 'queued', ...livePhases] as const satisfies readonly RolloutPhase[];

export const stepKinds = ['shadow', 'canary', 'preview', 'switch', 'bake'] as const;
export const StepKind = z.enum(stepKinds).meta({ id: 'StepKind' });
export type StepKind = z.infer<typeof StepKind>;

/** What a prediction may do: nothing, be logged, be shown to a person, act when it is sure enough, always act. */
export const authorities = ['humanOnly', 'shadow', 'assist', 'partial', 'full'] as const;
export const Authority = z.enum(authorities).meta({ id: 'Authority' });
export type Authority = z.infer<typeof Authority>;

/** Who moves a rollout: people only, people while the controller takes notes, people on its proposal, it up to a cap, it. */
export const controllerDegrees = ['humanOnly', 'shadow', 'assist', 'partial', 'full'] as const;
export const ControllerDegree = z.enum(controllerDegrees).meta({ id: 'ControllerDegree' });
export type ControllerDegree = z.infer<typeof ControllerDegree>;

export const riskLevels = ['low', 'medium', 'high'] as const;
export const RiskLevel = z.enum(riskLevels).meta({ id: 'RiskLevel' });
export type RiskLevel = z.infer<typeof RiskLevel>;

export const gateIds = [
  'errors',
  'nullOutputs',
  'latencyP50',
  'latencyP95',
  'latencyP99',
  'quality',
  'disagreement',
  'adjudication',
  'outputDrift',
  'inputDrift',
  'split',
  'cost',
] as const;
/** `inputDrift` and `split` judge the experiment, not the candidate: where they speak, the arms cannot be compared. */
export const GateId = z.enum(gateIds).meta({ id: 'GateId' });
export type GateId = z.infer<typeof GateId>;

export const pauseKinds = ['person', 'stale', 'drift', 'split', 'inconclusive', 'rejected'] as const;
export const PauseKind = z.enum(pauseKinds).meta({ id: 'PauseKind' });
export type PauseKind = z.infer<typeof PauseKind>;

export const endKinds = [
  'person',
  'harm',
  'budget',
  'inconclusive',
  'actuator',
  'superseded',
  'warmUp',
  'rejected',
  'proven',
] as const;
/** Why a rollout went back, was cancelled, or is done. */
export const RolloutEnd = z.enum(endKinds).meta({ id: 'RolloutEnd' });
export type RolloutEnd = z.infer<typeof RolloutEnd>;
