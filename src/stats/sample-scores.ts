import { type BinPair, evidenceOf, pairShares } from './bin-pair.ts';
import { type BinnedSample, type DriftMethod, effectOfBins, measurePair, obstacleTo } from './drift-score.ts';
import { type PsiReference, psiReference } from './psi.ts';

/** Many samples in the bins of one reference, with all that no method changes; of each array one entry a sample. */
export type ComparedSamples = {
  reference: BinnedSample;
  samples: readonly BinnedSample[];
  dispersion: number;
  /** Rows with a value: of the reference, and of each sample. */
  n: number;
  m: Float64Array;
  /** p of the test beside the effects that have none of their own; NaN where a side is empty. */
  evidence: Float64Array;
  missing: ShareChanges;
  /** Of categorical samples. */
  unseen: ShareChanges | undefined;
  /** Not worth its while for a few samples. */
  psi: PsiReference | undefined;
};

/** To prepare a reference for PSI takes the time of a dozen tests. */
const leastPrepared = 12;

/** How a share of rows changed in each sample, and the p-value of that change. */
export type ShareChanges = { reference: number; current: Float64Array; p: Float64Array };

/**
 * Finds once what scores by any number of methods reuse. O(samples · bins); keeps 32 bytes a sample, 48 where it is categorical, and the 8 kB
 * of `psiReference`.
 *
 * @throws {RangeError} when the samples differ in the number of bins
 */
export function comparedSamples(
  reference: BinnedSample,
  samples: readonly BinnedSample[],
  dispersion: number,
): ComparedSamples {
  const compared: ComparedSamples = {
    reference,
    samples,
    dispersion,
    n: 0,
    m: new Float64Array(samples.length),
    evidence: new Float64Array(samples.length),
    missing: shareChanges(samples.length),
    unseen: reference.kind === 'categorical' ? shareChanges(samples.length) : undefined,
    psi: samples.length < leastPrepared ? undefined : psiReference(reference.counts, dispersion),
  };
  for (const [i, current] of samples.entries()) {
    const pair: BinPair = { reference, current, dispersion };
    const { n, m, missing, unseen } = pairShares(pair);
    const evidence = evidenceOf(pair);
    compared.n = n;
    compared.m[i] = m;
    compared.evidence[i] = evidence.status === 'ok' ? evidence.p : NaN;
    setChange(compared.missing, i, missing);
    if (compared.unseen && unseen) setChange(compared.unseen, i, unseen);
  }
  return compared;
}

/**
 * Effect and p of `scoreBins` for every sample, into arrays that hold NaN; that stays where there is no score. O(samples · bins), no
 * allocation that lasts.
 */
export function scoreSamples(
  method: DriftMethod,
  { reference, samples, dispersion, n, m, evidence, psi }: ComparedSamples,
  effects: Float64Array,
  p: Float64Array,
): void {
  const hasOwnTest = method === 'psi' || method === 'ks';
  for (const [i, current] of samples.entries()) {
    if (obstacleTo(method, reference, current, n, m[i] as number)) continue;
    if (hasOwnTest) {
      const measured = measurePair(method, { reference, current, dispersion, ...(psi && { psi }) });
      effects[i] = measured.effect;
      p[i] = measured.p;
    } else {
      effects[i] = effectOfBins(method, reference, current);
      p[i] = evidence[i] as number;
    }
  }
}

function shareChanges(samples: number): ShareChanges {
  return { reference: 0, current: new Float64Array(samples), p: new Float64Array(samples).fill(1) };
}

function setChange(
  changes: ShareChanges,
  i: number,
  { reference, current, p }: { reference: number; current: number; p: number },
): void {
  changes.reference = reference;
  changes.current[i] = current;
  changes.p[i] = p;
}
