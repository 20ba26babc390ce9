import type { MetricComparison } from '#contract/reference.ts';
import { groupOf } from '#contract/metric.ts';
import { scoreBins, type BinnedSample } from '#stats/drift-score.ts';
import { verdictOf } from '#stats/drift-verdict.ts';
import { frozenSample } from '#stats/frozen-sample.ts';
import { notFound } from '../../errors.ts';
import type { Ports, StoredReference } from '../../ports.ts';
import { countInBins } from './count-in-bins.ts';
import { referenceRows } from './reference-rows.ts';

/** How far the rows of the reference `other` lie from those of `id`, in the bins of `id`; largest effect first. */
export async function compareReferences(
  ports: Ports,
  { pipeline, id, other }: { pipeline: string; id: string; other: string },
): Promise<MetricComparison[]> {
  const [base, second] = await Promise.all([
    getReference(ports, pipeline, id),
    getReference(ports, pipeline, other),
  ]);
  const metrics = base.metrics.filter(({ metric }) => groupOf(metric) !== 'software');
  const { samples } = await countInBins(ports.log, referenceRows(second), metrics);
  return compareSamples(
    metrics.map((metric) => [metric.metric, frozenSample(metric)]),
    samples,
  );
}

/** The usual rule, over pairs of samples in the same bins. */
export function compareSamples(
  reference: readonly (readonly [string, BinnedSample])[],
  current: ReadonlyMap<string, BinnedSample>,
): MetricComparison[] {
  const scored = reference.flatMap(([metric, sample]) => {
    const other = current.get(metric);
    return other ? [{ metric, score: scoreBins('jensenShannon', sample, other) }] : [];
  });
  const verdicts = verdictOf(scored.map(({ score }) => score));
  return scored
    .map(({ metric, score }, index): MetricComparison => {
      const { n, m } = score;
      const { verdict = 'unavailable', adjustedP = NaN } = verdicts[index] ?? {};
      return score.status === 'ok'
        ? { metric, n, m, verdict, score: { status: 'ok', effect: score.effect, p: score.p, adjustedP } }
        : { metric, n, m, verdict, score: { status: 'unavailable', reason: score.reason } };
    })
    .sort((a, b) => effectOf(b) - effectOf(a));
}

export async function getReference(
  { control }: Ports,
  pipeline: string,
  id: string,
): Promise<StoredReference> {
  const reference = await control.findReference(id);
  if (reference?.pipeline !== pipeline) throw notFound(`reference ${id} of ${pipeline}`);
  return reference;
}

function effectOf({ score }: MetricComparison): number {
  return score.status === 'ok' ? score.effect : -1;
}
