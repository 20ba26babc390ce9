import { type BinPair, evidenceOf, isOrdered, pairShares } from './bin-pair.ts';
import { totalOf } from './counts.ts';
import { type BinnedSample, type DriftMethod, effectOfBins, measurePair, obstacleTo } from './drift-score.ts';
import { jensenShannonFrom } from './jensen-shannon.ts';
import { type PsiReference, psiReference, psiTests } from './psi.ts';
import {
  normalisedWassersteinOnBins,
  type WassersteinReference,
  wassersteinReference,
} from './wasserstein.ts';

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
  /** Statistic of that test where it is the Kolmogorov-Smirnov one, so that nobody has to find it again. */
  gaps: Float64Array | undefined;
  missing: ShareChanges;
  /** Of categorical samples. */
  unseen: ShareChanges | undefined;
  /** Not worth its while for a few samples, nor of bins that are tested together. */
  psi: PsiReference | undefined;
  /** Of the reference's bins; NaN where it is empty. */
  shares: Float64Array;
  /** Where there are sums. */
  wasserstein: WassersteinReference | undefined;
};

/** To prepare a reference for PSI takes the time of a dozen tests. */
const leastPrepared = 12;

/** How a share of rows changed in each sample, and the p-value of that change. */
export type ShareChanges = { reference: number; current: Float64Array; p: Float64Array };

/**
 * Finds once what scores by any number of methods reuse. O(samples · bins); keeps 40 bytes a sample, 48 where it is categorical, and the 3 kB
 * of `psiReference`.
 *
 * @throws {RangeError} when the samples differ in the number of bins
 */
export function comparedSamples(
  reference: BinnedSample,
  samples: readonly BinnedSample[],
  dispersion: number,
): ComparedSamples {
  const total = totalOf(reference.counts);
  const compared: ComparedSamples = {
    reference,
    samples,
    dispersion,
    n: 0,
    m: new Float64Array(samples.length),
    evidence: new Float64Array(samples.length),
    gaps: isOrdered(reference) ? new Float64Array(samples.length) : undefined,
    missing: shareChanges(samples.length),
    unseen: reference.kind === 'categorical' ? shareChanges(samples.length) : undefined,
    psi:
      samples.length < leastPrepared || reference.sharedCategories
        ? undefined
        : psiReference(reference.counts, dispersion),
    shares: reference.counts.map((count) => count / total),
    wasserstein: reference.sums && wassersteinReference(reference.counts, reference.sums),
  };
  for (let i = 0; i < samples.length; i++) {
    const pair: BinPair = { reference, current: samples[i] as BinnedSample, dispersion };
    const { n, m, missing, unseen } = pairShares(pair);
    const evidence = evidenceOf(pair);
    compared.n = n;
    compared.m[i] = m;
    compared.evidence[i] = evidence.status === 'ok' ? evidence.p : NaN;
    if (compared.gaps && evidence.status === 'ok') compared.gaps[i] = evidence.statistic;
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
  compared: ComparedSamples,
  effects: Float64Array,
  p: Float64Array,
): void {
  const { reference, samples, dispersion, n, m, evidence, gaps, psi } = compared;
  const isScored = (i: number): boolean =>
    !obstacleTo(method, reference, samples[i] as BinnedSample, n, m[i] as number);
  if (method === 'psi' && psi) {
    psiTests(psi, samples, isScored, effects, p);
    return;
  }
  for (let i = 0; i < samples.length; i++) {
    if (!isScored(i)) continue;
    const current = samples[i] as BinnedSample;
    if (method === 'psi' || (method === 'ks' && !gaps)) {
      const measured = measurePair(method, { reference, current, dispersion });
      effects[i] = measured.effect;
      p[i] = measured.p;
    } else {
      effects[i] = effectOf(method, compared, i);
      p[i] = evidence[i] as number;
    }
  }
}

function effectOf(
  method: DriftMethod,
  { reference, samples, m, gaps, shares, wasserstein }: ComparedSamples,
  i: number,
): number {
  const current = samples[i] as BinnedSample;
  if (method === 'ks' && gaps) return gaps[i] as number;
  if (method === 'jensenShannon') return jensenShannonFrom(shares, current.counts);
  if (method === 'wasserstein' && wasserstein && current.sums)
    return normalisedWassersteinOnBins(wasserstein, current.counts, current.sums, m[i] as number);
  return effectOfBins(method, reference, current);
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
