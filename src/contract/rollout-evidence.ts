import { z } from 'zod';
import { ArmId } from './traffic.ts';
import { GateId } from './rollout-words.ts';

const share = z.number().min(0).max(1);
const count = z.number().int().nonnegative();

/** `open`: not known yet. `worse` and `noWorse` are proven by tests that may be looked at every second. */
export const GateVerdict = z.enum(['worse', 'noWorse', 'better', 'open']).meta({ id: 'GateVerdict' });
export type GateVerdict = z.infer<typeof GateVerdict>;

/** What the log says of one gate, and of which part of the log. */
export const Verdict = z
  .object({
    gate: GateId,
    verdict: GateVerdict,
    harmE: z.number().nonnegative().describe('e-value against "not worse"'),
    safeE: z.number().nonnegative().describe('e-value against "worse by the margin or more"'),
    effect: z.number().nullable().describe('in the unit of the gate; null where nothing can be said'),
    interval: z.object({ lower: z.number(), upper: z.number() }).nullable().describe('always valid'),
    nStable: count,
    nCandidate: count,
    asOf: z.iso.datetime(),
    from: z.iso.datetime().describe('of the rows that it was read from, by event time'),
    to: z.iso.datetime(),
    coverage: share.nullable().describe('rows in the log per request; null where requests are not counted'),
    lagSeconds: z.number().nonnegative().describe('from an event to its row, at the end'),
    remainingSeconds: z
      .number()
      .nonnegative()
      .nullable()
      .describe('until it is likely to be known, at present traffic; null where it never will be'),
    stale: z.string().nullable().describe('why it cannot be trusted now'),
  })
  .meta({ id: 'Verdict' });
export type Verdict = z.infer<typeof Verdict>;

/** Requests as they were counted in the log: the third column of truth. */
export const MeasuredTraffic = z
  .object({
    counts: z.record(ArmId, count),
    n: count,
    at: z.iso.datetime(),
    coverage: share.nullable(),
  })
  .meta({ id: 'MeasuredTraffic' });
export type MeasuredTraffic = z.infer<typeof MeasuredTraffic>;

/** One look at a rollout's log: all its gates at one moment. */
export const Evidence = z
  .object({
    asOf: z.iso.datetime(),
    verdicts: z.array(Verdict),
    measured: MeasuredTraffic.nullable(),
    harmedUpper: z
      .number()
      .nonnegative()
      .nullable()
      .describe('predictions that the candidate harmed so far, at the upper bound; null: not known'),
  })
  .meta({ id: 'Evidence' });
export type Evidence = z.infer<typeof Evidence>;

/** Evidence as it was when every gate of a step was proven; request, approval and click name its hash. */
export const EvidenceSnapshot = z
  .object({
    hash: z.string().describe('SHA-256 of rollout, plan, step and evidence'),
    step: z.number().int().nonnegative(),
    takenAt: z.iso.datetime(),
    evidence: Evidence,
  })
  .meta({ id: 'EvidenceSnapshot' });
export type EvidenceSnapshot = z.infer<typeof EvidenceSnapshot>;
