import { Plan, type Step } from '#contract/rollout-plan.ts';
import type { Evidence, Verdict } from '#contract/rollout-evidence.ts';
import type { Rollout } from '#contract/rollout.ts';
import type { TrafficCapabilities } from '#contract/traffic-capabilities.ts';
import { ALL_TRAFFIC, type TrafficDocument } from '#contract/traffic.ts';
import type { Scene } from '#control/rollout/scene.ts';
import { stableTraffic } from '#control/rollout/step-traffic.ts';

export const startMs = Date.UTC(2026, 10, 23, 12);
export const instant = (ms: number) => new Date(ms).toISOString();

export const everything: TrafficCapabilities = {
  smallestShare: 1,
  onlyShares: null,
  mirror: 'share',
  stickyKey: true,
  force: true,
  audit: true,
  cautions: [],
};

export function scene(patch: Partial<Scene> = {}): Scene {
  return {
    nowMs: startMs,
    freeze: null,
    holder: null,
    queued: [],
    capabilities: everything,
    traffic: null,
    ...patch,
  };
}

/** A step that sends so many basis points to the candidate, with one gate on errors. */
export function planStep(kind: Step['kind'], candidate: number, patch: object = {}) {
  return {
    kind,
    traffic: {
      split: { stable: ALL_TRAFFIC - candidate, candidate, audit: 0 },
      mirror: kind === 'shadow' ? [{ to: 'candidate', basisPoints: ALL_TRAFFIC }] : [],
      stickyKey: 'x-user',
    },
    minSoakSeconds: 60,
    maxSoakSeconds: 4 * 3600,
    gates: [{ gate: 'errors', margin: 1.25 }],
    ...patch,
  };
}

/** Shadow, 5 %, everything; the last after an approval. The controller goes to 5 % by itself. */
export function threeSteps(patch: object = {}): Plan {
  return Plan.parse({
    steps: [
      planStep('shadow', 0),
      planStep('canary', 500, { approvals: { n: 1 } }),
      planStep('bake', ALL_TRAFFIC),
    ],
    controller: 'partial',
    caps: { autoMaxBasisPoints: 500, harmedPredictions: 100 },
    keepWarmSeconds: 60,
    ...patch,
  });
}

/** A draft of v17 → v18 by `ann`, edited by `eve`. */
export function draft(patch: Partial<Rollout> = {}): Rollout {
  const version = { digest: null, trainedBy: null, authority: 'full' as const, tau: null };
  return {
    id: 'r1',
    pipeline: 'speech',
    stage: 'asr',
    stable: { ...version, version: 'v17' },
    candidate: { ...version, version: 'v18', trainedBy: 'tom' },
    plan: threeSteps(),
    planDigest: 'plan-1',
    salt: 'salt-1',
    author: 'ann',
    editors: ['ann'],
    createdAt: instant(startMs),
    undoOf: null,
    generation: 1,
    phase: 'draft',
    phaseSince: instant(startMs),
    step: -1,
    desired: stableTraffic('salt-1', 'x-user', 0),
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
    ...patch,
  };
}

export function evidence(
  verdict: Verdict['verdict'],
  asOfMs: number,
  patch: Partial<Verdict> = {},
  more: Partial<Evidence> = {},
): Evidence {
  const asOf = instant(asOfMs);
  return {
    asOf,
    measured: null,
    harmedUpper: 0,
    verdicts: [
      {
        gate: 'errors',
        verdict,
        harmE: verdict === 'worse' ? 200 : 0.5,
        safeE: verdict === 'noWorse' ? 40 : 0.5,
        effect: 1,
        interval: { lower: 0.9, upper: 1.1 },
        nStable: 9_500,
        nCandidate: 500,
        asOf,
        from: asOf,
        to: asOf,
        coverage: 1,
        lagSeconds: 1,
        remainingSeconds: verdict === 'open' ? 2_400 : null,
        stale: null,
        ...patch,
      },
    ],
    ...more,
  };
}

/** What the routers are read to say. */
export function readBack(documents: (TrafficDocument | null)[], atMs: number) {
  return {
    at: instant(atMs),
    source: 'test',
    routers: documents.map((document, i) => ({
      router: `router-${i}`,
      document,
      fence: null,
      error: document === null ? 'refused' : null,
      changedBy: null,
    })),
  };
}
