import type { DriftMap } from '#workers/tasks/drift-map-tasks.ts';
import type { LeadLag, LevelMove, SeriesChoice, SeriesMove } from '#workers/tasks/series-tasks.ts';

/** A series of the log, or the drift score of a metric against its reference. */
export type MovingSeries = Omit<SeriesChoice, 'statistic'> & {
  statistic: SeriesChoice['statistic'] | 'drift';
};

/** What moved and when, whatever it is a series of. */
export type Moves = Pick<LeadLag, 'moves' | 'stepMs'> & { series: readonly MovingSeries[] };

/** The moves of the series, and the rises of the drift scores of each stage, in the order of time. */
export function withDriftMoves(leads: Moves, maps: ReadonlyMap<string, DriftMap>): Moves {
  const rises = [...maps].flatMap(([stage, { metrics }]) =>
    metrics.flatMap(({ metric, rise }) => (rise ? [{ stage, metric, rise }] : [])),
  );
  const series = rises.map(({ stage, metric }) => ({ stage, metric, statistic: 'drift' as const }));
  const moves = rises.map(({ rise }, index) => ({ ...rise, series: leads.series.length + index }));
  return {
    stepMs: leads.stepMs,
    series: [...leads.series, ...series],
    moves: [...leads.moves, ...moves].sort((a, b) => a.atMs - b.atMs || a.fromMs - b.fromMs),
  };
}

/** Slots of a score are wide, so its rise lies this near to the change that it is the rise of. */
const nearMs = 3_600_000;

/** Without the scores whose rise a change of the metric's own mean tells already. */
export function toldOnce({ series, moves, stepMs }: Moves): Moves {
  const isOfDrift = ({ series: index }: SeriesMove) => series[index]?.statistic === 'drift';
  const means = moves.filter((move) => !isOfDrift(move));
  const isTold = (move: SeriesMove) =>
    means.some((mean) => isSameMetric(series[mean.series], series[move.series]) && areNear(mean, move));
  return { series, stepMs, moves: moves.filter((move) => !isOfDrift(move) || !isTold(move)) };
}

function isSameMetric(a: MovingSeries | undefined, b: MovingSeries | undefined): boolean {
  return a?.stage === b?.stage && a?.metric === b?.metric;
}

function areNear(a: LevelMove, b: LevelMove): boolean {
  return a.fromMs < b.toMs + nearMs && b.fromMs < a.toMs + nearMs;
}
