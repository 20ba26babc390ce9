import type { Pipeline } from '#contract/pipeline.ts';
import type { Moves } from './drift-moves.ts';
import { movedBefore } from './moved-before.ts';

/** When an alert of a stage began to fire. */
export type PastAlert = { name: string; stage: string; firedMs: number };

export type EarlyMover = {
  metric: string;
  /** Names of the alerts that it moved before, and of how many that began in the range. */
  alerts: string[];
  episodes: number;
  of: number;
  /** By how long, in the median. */
  leadMs: number;
};

/** Before a single alert something always moves. */
const leastEpisodes = 2;

/** Metrics of a stage that moved before alerts of it or of stages behind it, surely and within the hour; the most often first. */
export function earlyMovers(
  moves: Moves,
  alerts: readonly PastAlert[],
  { stage, pipeline }: { stage: string; pipeline: Pick<Pipeline, 'edges'> },
): EarlyMover[] {
  const found = alerts.flatMap(({ name, stage: place, firedMs }, episode) => {
    const symptom = {
      atMs: firedMs,
      fromMs: firedMs,
      toMs: firedMs,
      before: 0,
      after: 0,
      size: 0,
      series: -1,
    };
    const series = [...moves.series, { stage: place, metric: '', statistic: 'mean' as const }];
    const { precursors } = movedBefore(
      { ...moves, series },
      { ...symptom, series: series.length - 1 },
      pipeline,
      [],
    );
    return precursors
      .filter(({ isSure, relation }) => isSure && relation !== 'elsewhere')
      .map(({ move, leadMs }) => ({ own: series[move.series], name, leadMs, episode }))
      .filter(({ own }) => own?.stage === stage);
  });
  return [...Map.groupBy(found, ({ own }) => own?.metric ?? '')]
    .map(([metric, times]) => ({
      metric,
      alerts: [...new Set(times.map(({ name }) => name))],
      episodes: new Set(times.map(({ episode }) => episode)).size,
      of: alerts.length,
      leadMs: median(times.map(({ leadMs }) => leadMs)),
    }))
    .filter(({ episodes }) => episodes >= leastEpisodes)
    .sort((a, b) => b.episodes - a.episodes || b.leadMs - a.leadMs);
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1] ?? 0;
}
