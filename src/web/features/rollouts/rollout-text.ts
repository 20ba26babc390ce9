import type { Gate, Step } from '#contract/rollout-plan.ts';
import type { Verdict } from '#contract/rollout-evidence.ts';
import type { RolloutEventKind } from '#contract/rollout-event.ts';
import type { GateId, RolloutPhase } from '#contract/rollout-words.ts';
import type { Rollout } from '#contract/rollout.ts';
import { lengthText } from '#control/rollout/length-text.ts';
import { MISSING } from '../../format/number.ts';

export const gateNames: Record<GateId, string> = {
  errors: 'error rate',
  nullOutputs: 'null outputs',
  latencyP50: 'p50 latency',
  latencyP95: 'p95 latency',
  latencyP99: 'p99 latency',
  quality: 'quality, by labels',
  disagreement: 'disagreement',
  adjudication: 'who was right, by people',
  outputDrift: 'drift of the outputs',
  inputDrift: 'drift of the inputs',
  split: 'split as configured',
  cost: 'cost',
};

const ratioGates: readonly GateId[] = ['errors', 'nullOutputs', 'latencyP50', 'latencyP95', 'latencyP99'];

/** Whether the gate's numbers are multiples of the stable version's. */
export function isRatio(gate: GateId): boolean {
  return ratioGates.includes(gate);
}

/** A number in the unit of a gate: a multiple of the stable version, or points of a share. */
export function gateValue(gate: GateId, value: number | null): string {
  if (value === null) return MISSING;
  if (isRatio(gate)) return `${value.toFixed(2)} ×`;
  const points = (100 * value).toFixed(1);
  return `${value > 0 ? '+' : ''}${points.replace('-', '−')} pp`;
}

export function marginText({ gate, margin }: Pick<Gate, 'gate' | 'margin'>): string {
  return isRatio(gate) ? `below ${margin} ×` : `below ${gateValue(gate, margin)}`;
}

export function verdictText(verdict: Verdict): string {
  if (verdict.stale !== null) return `not to be trusted: ${verdict.stale}`;
  switch (verdict.verdict) {
    case 'worse':
      return 'worse';
    case 'noWorse':
      return 'no worse';
    case 'better':
      return 'better';
    case 'open':
      return verdict.remainingSeconds === null
        ? 'not known yet'
        : `not known yet, about ${lengthText(verdict.remainingSeconds)} to go`;
  }
}

const phaseNames: Record<RolloutPhase, string> = {
  draft: 'draft',
  queued: 'waits for another rollout',
  pending: 'waits for its start',
  preparing: 'warming up',
  applying: 'moving traffic',
  soaking: 'gathering evidence',
  gated: 'proven, waits for people',
  paused: 'paused',
  baking: 'all traffic, the old version warm',
  finalizing: 'taking the old version down',
  succeeded: 'done',
  rollingBack: 'rolling back',
  rolledBack: 'rolled back',
  stuck: 'stuck: routers do not answer',
  cancelled: 'cancelled',
};

export function phaseText({ phase, pause, end }: Pick<Rollout, 'phase' | 'pause' | 'end'>): string {
  if (phase === 'paused' && pause) return `paused: ${pause.text === '' ? pause.kind : pause.text}`;
  if ((phase === 'rolledBack' || phase === 'cancelled') && end)
    return `${phaseNames[phase]}: ${end.text === '' ? end.kind : end.text}`;
  return phaseNames[phase];
}

export function stepText({ kind, traffic }: Pick<Step, 'kind' | 'traffic'>): string {
  const share = `${traffic.split.candidate / 100} %`;
  switch (kind) {
    case 'shadow':
      return `Shadow ${(traffic.mirror[0]?.basisPoints ?? 0) / 100} %`;
    case 'canary':
      return `Canary ${share}`;
    case 'preview':
      return 'Preview';
    case 'switch':
      return `Switch to ${share}`;
    case 'bake':
      return 'Bake';
  }
}

const eventNames: Record<RolloutEventKind, string> = {
  create: 'wrote the plan',
  edit: 'changed the plan',
  submit: 'submitted it',
  cancel: 'cancelled it',
  request: 'asked for the next step',
  propose: 'proposed the next step',
  approve: 'approved',
  reject: 'rejected',
  advance: 'went on',
  pause: 'paused it',
  resume: 'resumed it',
  rollBack: 'rolled it back',
  proposeForce: 'proposes to go on without evidence',
  force: 'went on without evidence',
  supersede: 'gave way to a newer rollout',
  start: 'started it',
  evidence: 'read the evidence',
  gatesPass: 'found every gate proven',
  regressed: 'found a gate no longer proven',
  harm: 'found harm',
  mismatch: 'found versions that cannot be compared',
  blind: 'lost sight',
  budgetSpent: 'found the budget of harm spent',
  soakOver: 'found the time of the step over',
  bakeOver: 'ended the bake',
  dequeue: 'let it in',
  prepared: 'warmed the candidate up',
  prepareFailed: 'could not warm the candidate up',
  observed: 'read the traffic back',
  observedDrift: 'found traffic that somebody else changed',
  applyFailed: 'could not move traffic',
  giveUp: 'gave up moving traffic',
  retired: 'took the old version down',
};

export function eventText(kind: RolloutEventKind): string {
  return eventNames[kind];
}
