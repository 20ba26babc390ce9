import type { PipelineEvent } from '#contract/event.ts';
import type { Pipeline } from '#contract/pipeline.ts';
import type { SeriesMove } from '#workers/tasks/series-tasks.ts';
import type { Moves } from './drift-moves.ts';
import { upstreamOf } from './upstream.ts';

/** Where another stage stands to that of the symptom, in the order in which causes are looked for. */
export const relations = ['upstream', 'same stage', 'elsewhere'] as const;
export type Relation = (typeof relations)[number];

export type Precursor = {
  move: SeriesMove;
  relation: Relation;
  leadMs: number;
  /** Its interval ends before that of the symptom begins. */
  isSure: boolean;
};

export type BeforeSymptom = { symptom: SeriesMove; precursors: Precursor[]; events: PipelineEvent[] };

/** Changes further back than this are another story. */
const longestLeadMs = 3_600_000;

/**
 * What moved before a change, upstream stages first, the latest first among these; and what was changed by people in
 * the hour before. Whatever may have come before counts, also where the intervals leave the order open.
 */
export function movedBefore(
  { series, moves, stepMs }: Moves,
  symptom: SeriesMove,
  { edges }: Pick<Pipeline, 'edges'>,
  events: readonly PipelineEvent[],
): BeforeSymptom {
  const stage = series[symptom.series]?.stage ?? '';
  const upstream = upstreamOf(stage, edges);
  const longest = Math.max(longestLeadMs, 12 * stepMs);
  const relationOf = (name: string | undefined): Relation =>
    name === stage ? 'same stage' : upstream.has(name ?? '') ? 'upstream' : 'elsewhere';
  const precursors = moves
    .filter((move) => move.series !== symptom.series)
    .filter(
      ({ atMs, fromMs }) => fromMs < symptom.toMs && atMs <= symptom.atMs && symptom.atMs - atMs <= longest,
    )
    .map((move) => ({
      move,
      relation: relationOf(series[move.series]?.stage),
      leadMs: symptom.atMs - move.atMs,
      isSure: move.toMs <= symptom.fromMs,
    }))
    .sort((a, b) => relations.indexOf(a.relation) - relations.indexOf(b.relation) || a.leadMs - b.leadMs);
  const before = events.filter(({ time }) => {
    const leadMs = symptom.toMs - Date.parse(time);
    return leadMs > 0 && leadMs <= longest + (symptom.toMs - symptom.atMs);
  });
  return { symptom, precursors, events: before };
}
