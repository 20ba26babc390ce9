import type { DriftReport } from '#workers/file/protocol.ts';
import type { DriftVerdict, Verdict } from '#workers/tasks/drift-map-tasks.ts';

/** A column with its verdict, in its place in the list. */
export type RankedFeature = DriftReport['features'][number] & { verdict: DriftVerdict; rank: number };

const verdictOrder: Record<Verdict, number> = { drift: 0, warn: 1, none: 2, unavailable: 3 };

/** The worse verdict first, then the larger effect, then in the order of the columns. */
export function rankFeatures({
  features,
  verdicts,
}: Pick<DriftReport, 'features' | 'verdicts'>): RankedFeature[] {
  return features
    .flatMap((feature, at) => {
      const verdict = verdicts[at];
      return verdict ? [{ ...feature, verdict, rank: 0 }] : [];
    })
    .sort(
      (a, b) =>
        verdictOrder[a.verdict.verdict] - verdictOrder[b.verdict.verdict] || effectOf(b) - effectOf(a),
    )
    .map((feature, position) => ({ ...feature, rank: position + 1 }));
}

function effectOf({ score }: RankedFeature): number {
  return score.status === 'ok' ? score.effect : -1;
}
