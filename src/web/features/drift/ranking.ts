import type { DriftMap, LoadedCounts, MetricDrift, Verdict } from '#workers/tasks/drift-map-tasks.ts';
import type { Harm } from '#workers/tasks/frame-tasks.ts';
import { guessedBook, type MetricBook } from '../../format/metric-book.ts';

/** A metric with its score, in the place that it takes in the list. */
export type RankedMetric = LoadedCounts['metrics'][number] &
  MetricDrift & {
    /** Its row in the arrays of the map. */
    index: number;
    rank: number;
  };

const verdictOrder: Record<Verdict, number> = { drift: 0, warn: 1, none: 2, unavailable: 3 };

/** What the team has pinned first, then the worse verdict, the larger effect, the name. */
export function rankMetrics({ counts, metrics }: DriftMap, book: MetricBook = guessedBook): RankedMetric[] {
  const drifts = new Map(metrics.map((drift) => [drift.metric, drift]));
  return counts.metrics
    .flatMap((metric, index) => {
      const drift = drifts.get(metric.metric);
      return drift ? [{ ...metric, ...drift, name: book.label(metric.metric), index, rank: 0 }] : [];
    })
    .sort(
      (a, b) =>
        Number(book.attention(b.metric) === 'pinned') - Number(book.attention(a.metric) === 'pinned') ||
        byVerdict(a, b),
    )
    .map((metric, position) => ({ ...metric, rank: position + 1 }));
}

/** The worse verdict first, then the larger effect, then by name. */
export function byVerdict(a: Omit<RankedMetric, 'rank'>, b: Omit<RankedMetric, 'rank'>): number {
  return (
    verdictOrder[a.verdict.verdict] - verdictOrder[b.verdict.verdict] ||
    effectOf(b) - effectOf(a) ||
    (a.name < b.name ? -1 : 1)
  );
}

/** The largest harm first; those without one as they were, after them. */
export function rankByHarm(
  ranked: readonly RankedMetric[],
  harms: ReadonlyMap<string, Harm>,
): RankedMetric[] {
  const harmOf = ({ metric }: RankedMetric): number => {
    const harm = harms.get(metric);
    return harm?.status === 'ok' ? harm.value : Number.NEGATIVE_INFINITY;
  };
  return ranked
    .toSorted((a, b) => (harmOf(a) === harmOf(b) ? a.rank - b.rank : harmOf(b) - harmOf(a)))
    .map((metric, position) => ({ ...metric, rank: position + 1 }));
}

/** The same metrics in the order that a reader has under the pointer; those that came since at the end. */
export function holdOrder(ranked: readonly RankedMetric[], held: readonly string[]): RankedMetric[] {
  const places = new Map(held.map((metric, place) => [metric, place]));
  const placeOf = ({ metric, rank }: RankedMetric): number => places.get(metric) ?? held.length + rank;
  return ranked.toSorted((a, b) => placeOf(a) - placeOf(b));
}

/** The metrics whose name or id holds every word of the query. */
export function searchMetrics(ranked: readonly RankedMetric[], query: string): readonly RankedMetric[] {
  const words = query.toLocaleLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) return ranked;
  return ranked.filter(({ metric, name }) => {
    const text = `${name} ${metric}`.toLocaleLowerCase();
    return words.every((word) => text.includes(word));
  });
}

/** Without what the team has muted. */
export function heardMetrics(ranked: readonly RankedMetric[], book: MetricBook): readonly RankedMetric[] {
  return ranked.filter(({ metric }) => book.attention(metric) !== 'muted');
}

/** The metrics that drift or are worth a look. */
export function firedMetrics(ranked: readonly RankedMetric[]): readonly RankedMetric[] {
  return ranked.filter(({ verdict }) => verdict.verdict === 'drift' || verdict.verdict === 'warn');
}

function effectOf({ score }: Pick<RankedMetric, 'score'>): number {
  return score.status === 'ok' ? score.effect : -1;
}
