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
  /** Copies to the stable version in the shadow step, too: what it does not repeat itself is no change. */
  measuresNoise: boolean;
  /** Copies to the old version after the switch, so that the way back stays compared. */
  comparesInBake: boolean;
  /** Predictions that may be harmed before it goes back, whatever the gates say; 0: no such budget. */
  harmedPredictions: number;
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
  measuresNoise: true,
  comparesInBake: false,
  harmedPredictions: 0,
};

const DAYS_SECONDS = 14 * 86_400;
const MINUTE_SECONDS = 60;
/** Enough copies to know the natural noise, at little cost. */
const NOISE_BASIS_POINTS = 1_000;
/** Those that pairs tell, in place of a rate that needs users. */
const shadowGates = [{ gate: 'disagreement', margin: 0.1 }] as const;
/** Only where requests are copied is there anything to judge. */
const ofPairs: readonly GateId[] = ['adjudication'];

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
  const caps = { harmedPredictions: draft.harmedPredictions || null };
  return Plan.parse({ steps, controller, risk, caps });
}

function liveStep(kind: Step['kind'], candidate: number, draft: PlanDraft): object {
  const isLast = kind === 'bake';
  const isReversed = isLast && draft.comparesInBake;
  const gates = draft.gates.filter(({ gate }) => !ofPairs.includes(gate));
  return {
    kind,
    traffic: {
      split: { stable: ALL_TRAFFIC - candidate, candidate },
      mirror: isReversed ? [{ to: 'stable', basisPoints: ALL_TRAFFIC }] : [],
      stickyKey: draft.stickyKey || null,
    },
    ...timesOf(draft),
    // with all traffic on one version, and no copies, there is nothing to compare it with
    gates: candidate === ALL_TRAFFIC && !isReversed ? [] : gates,
    approvals: { n: isLast || candidate === ALL_TRAFFIC ? 0 : draft.approvals },
  };
}

function shadowStep(draft: PlanDraft): object {
  return {
    kind: 'shadow',
    traffic: {
      split: { stable: ALL_TRAFFIC, candidate: 0 },
      mirror: [
        { to: 'candidate', basisPoints: ALL_TRAFFIC },
        ...(draft.measuresNoise ? [{ to: 'stable', basisPoints: NOISE_BASIS_POINTS }] : []),
      ],
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
