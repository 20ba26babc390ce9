import type { PredictionLog } from '#api/prediction-log.ts';
import type { EvidenceReader, RequestCounter } from '#api/rollout-evidence.ts';
import type { RolloutStore } from '#api/rollout-store.ts';
import { Gate } from '#contract/rollout-plan.ts';
import type { Evidence, MeasuredTraffic, Verdict } from '#contract/rollout-evidence.ts';
import type { Rollout } from '#contract/rollout.ts';
import { harmedUpper } from '#control/rollout/gates/rates.ts';
import { type Comparison, comparisonOf, selectionOf } from './comparison.ts';
import { readGate } from './read-gate.ts';
import { readRowSlices } from './read-slices.ts';

const MINUTE_MS = 60_000;
/** Evidence of a version without a row for so many evaluations is stale. */
const SILENT_EVALUATIONS = 3;

/**
 * Evidence from the prediction log, which anyone can read again and find the same; `requests` says how much of the
 * traffic is in it.
 */
export function createEvidenceReader({ now, ...sources }: Sources & { now: () => Date }): EvidenceReader {
  return { read: (rollout) => readEvidence(sources, rollout, now()) };
}

/** What people judged is kept with the rollout, everything else is in the log. */
type Sources = {
  log: PredictionLog;
  control: Pick<RolloutStore, 'listAdjudications'>;
  requests?: RequestCounter | undefined;
};

async function readEvidence(
  { log, control, requests }: Sources,
  rollout: Rollout,
  at: Date,
): Promise<Evidence> {
  const asOf = at.toISOString();
  const comparison = comparisonOf(rollout, at.getTime());
  if (!comparison) return { asOf, verdicts: [], measured: null, harmedUpper: null };
  const [rows, measured, coverage, adjudications] = await Promise.all([
    readRows(log, comparison),
    readMeasured(log, comparison),
    requests ? readCoverage(log, requests, comparison) : null,
    control.listAdjudications(rollout.id),
  ]);
  const choices = adjudications.map(({ choice }) => choice);
  const stale = staleReason(rows, comparison, rollout.plan.evaluationSeconds);
  const verdicts = await Promise.all(
    comparison.step.gates.map(async (gate) => {
      const judgement = (await readGate(log, comparison, gate, choices)) ?? nothingKnown;
      return { ...judgement, gate: gate.gate, ...frameOf(comparison, rows), coverage, stale };
    }),
  );
  const slices = await readRowSlices(log, comparison, 'error');
  const errors = comparison.step.gates.find(({ gate }) => gate === 'errors') ?? anyErrors;
  const isLive = comparison.candidate.role === 'live';
  return {
    asOf,
    verdicts,
    measured: measured && { ...measured, coverage },
    harmedUpper: isLive ? harmedUpper(slices, errors) : 0,
  };
}

const anyErrors = Gate.parse({ gate: 'errors', margin: 1.25 });

const nothingKnown = {
  verdict: 'open',
  harmE: 0,
  safeE: 0,
  effect: null,
  interval: null,
  nStable: 0,
  nCandidate: 0,
  remainingSeconds: null,
} as const satisfies Partial<Verdict>;

/** When each version last had a row, to the minute. */
type LastRows = { stableMs: number | undefined; candidateMs: number | undefined };

async function readRows(log: PredictionLog, comparison: Comparison): Promise<LastRows> {
  const [stableMs, candidateMs] = await Promise.all(
    (['stable', 'candidate'] as const).map(async (arm) => {
      const slots = await log.rowSlots({ ...selectionOf(comparison, arm), stepMs: MINUTE_MS });
      const last = slots.at(-1)?.slotMs;
      return last === undefined ? undefined : Math.min(comparison.toMs, last + MINUTE_MS);
    }),
  );
  return { stableMs, candidateMs };
}

/** A version that should have rows and has had none for a while. */
function staleReason(
  { stableMs, candidateMs }: LastRows,
  { toMs, fromMs, step }: Comparison,
  evaluationSeconds: number,
): string | null {
  const { split, mirror } = step.traffic;
  const mostMs = SILENT_EVALUATIONS * evaluationSeconds * 1000;
  const isSilent = (arm: 'stable' | 'candidate', lastMs: number | undefined) =>
    (split[arm] > 0 || mirror.some(({ to }) => to === arm)) && toMs - (lastMs ?? fromMs) > mostMs;
  if (isSilent('candidate', candidateMs)) return 'no rows of the candidate lately';
  if (isSilent('stable', stableMs)) return 'no rows of the stable version lately';
  return null;
}

function frameOf({ fromMs, toMs }: Comparison, { stableMs, candidateMs }: LastRows) {
  const lastMs = Math.max(stableMs ?? fromMs, candidateMs ?? fromMs);
  return {
    asOf: new Date(toMs).toISOString(),
    from: new Date(fromMs).toISOString(),
    to: new Date(Math.min(toMs, lastMs)).toISOString(),
    lagSeconds: Math.max(0, (toMs - lastMs) / 1000),
  };
}

/** Of the version that misses the most: what is lost of a small share must not hide behind the rest. */
async function readCoverage(
  log: PredictionLog,
  requests: RequestCounter,
  comparison: Comparison,
): Promise<number | null> {
  const shares = await Promise.all(
    (['stable', 'candidate'] as const).map(async (arm) => {
      const selection = selectionOf(comparison, arm);
      const expected = requests.expectedRows(selection);
      if (expected === null) return null;
      const { rows, fromMs, toMs } = expected;
      return Math.min(1, (await log.countRows({ ...selection, fromMs, toMs })) / rows);
    }),
  );
  const known = shares.filter((share) => share !== null);
  return known.length === 0 ? null : Math.min(...known);
}

async function readMeasured(
  log: PredictionLog,
  comparison: Comparison,
): Promise<Omit<MeasuredTraffic, 'coverage'> | null> {
  const countOf = (arm: 'stable' | 'candidate') =>
    log.countRows({ ...selectionOf(comparison, arm), role: 'live' });
  const [stable, candidate] = await Promise.all([countOf('stable'), countOf('candidate')]);
  const n = stable + candidate;
  if (n === 0) return null;
  return {
    counts: { stable, candidate, audit: 0 },
    n,
    at: new Date(comparison.toMs).toISOString(),
  };
}
