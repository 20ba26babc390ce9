import { Plan, type Step } from '#contract/rollout-plan.ts';
import type { ControllerDegree, GateId, RiskLevel } from '#contract/rollout-words.ts';
import { ALL_TRAFFIC } from '#contract/traffic.ts';

export const strategies = ['canary', 'shadowThenCanary', 'blueGreen'] as const;
export type Strategy = (typeof strategies)[number];

export const strategyNames: Record<Strategy, string> = {
  canary: 'Canary, in steps',
  shadowThenCanary: 'Shadow first, then canary',
  blueGreen: 'Blue-green: preview, then all at once',
};

/** What people choose of a plan; the rest is what the strategy implies. */
export interface PlanDraft {
  strategy: Strategy;
  firstPercent: number;
  soakMinutes: number;
  stickyKey: string;
  gates: readonly { gate: GateId; margin: number }[];
  controller: ControllerDegree;
  risk: RiskLevel;
  approvals: number;
}

export const firstDraft: PlanDraft = {
  strategy: 'canary',
  firstPercent: 5,
  soakMinutes: 60,
  stickyKey: '',
  gates: [
    { gate: 'errors', margin: 1.25 },
    { gate: 'nullOutputs', margin: 1.25 },
    { gate: 'latencyP95', margin: 1.1 },
  ],
  controller: 'assist',
  risk: 'medium',
  approvals: 1,
};

const DAYS_SECONDS = 14 * 86_400;
const MINUTE_SECONDS = 60;
/** Those that pairs tell, in place of a rate that needs users. */
const shadowGates = [{ gate: 'disagreement', margin: 0.1 }] as const;

/** The whole plan, as it is stored. */
export function planOf(draft: PlanDraft): Plan {
  const { strategy, firstPercent, controller, risk } = draft;
  const first = Math.round(firstPercent * 100);
  const shares = [...new Set([first, 2_500, ALL_TRAFFIC])]
    .filter((share) => share >= first)
    .sort((a, b) => a - b);
  const canary = shares.map((share) => liveStep(share === ALL_TRAFFIC ? 'bake' : 'canary', share, draft));
  const steps = {
    canary,
    shadowThenCanary: [shadowStep(draft), ...canary],
    blueGreen: [
      previewStep(draft),
      liveStep('switch', ALL_TRAFFIC, draft),
      liveStep('bake', ALL_TRAFFIC, draft),
    ],
  }[strategy];
  return Plan.parse({ steps, controller, risk });
}

function liveStep(kind: Step['kind'], candidate: number, draft: PlanDraft): object {
  const isLast = kind === 'bake';
  return {
    kind,
    traffic: { split: { stable: ALL_TRAFFIC - candidate, candidate }, stickyKey: draft.stickyKey || null },
    ...timesOf(draft),
    // with all traffic on one version there is nothing to compare it with
    gates: candidate === ALL_TRAFFIC ? [] : draft.gates,
    approvals: { n: isLast || candidate === ALL_TRAFFIC ? 0 : draft.approvals },
  };
}

function shadowStep(draft: PlanDraft): object {
  return {
    kind: 'shadow',
    traffic: {
      split: { stable: ALL_TRAFFIC, candidate: 0 },
      mirror: [{ to: 'candidate', basisPoints: ALL_TRAFFIC }],
      stickyKey: draft.stickyKey || null,
    },
    ...timesOf(draft),
    gates: [...draft.gates, ...shadowGates],
    approvals: { n: 0 },
  };
}

function previewStep(draft: PlanDraft): object {
  return {
    kind: 'preview',
    traffic: {
      split: { stable: ALL_TRAFFIC, candidate: 0 },
      force: [{ header: 'x-anchorwatch-preview', value: 'on', arm: 'candidate' }],
      stickyKey: draft.stickyKey || null,
    },
    ...timesOf(draft),
    gates: [],
    approvals: { n: draft.approvals },
  };
}

function timesOf({ soakMinutes }: PlanDraft) {
  return { minSoakSeconds: soakMinutes * MINUTE_SECONDS, maxSoakSeconds: DAYS_SECONDS };
}
