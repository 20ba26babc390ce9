import type { Watched } from './fleet-page.tsx';

/** One line of the list: a pipeline, or the team whose pipelines follow; undefined for those of no team. */
export type PipelineLine =
  | { kind: 'team'; team: string | undefined; size: number }
  | { kind: 'pipeline'; watched: Watched };

/** Teams by name, pipelines of no team last; the order inside a team stays. */
export function groupByTeam(watched: readonly Watched[]): PipelineLine[] {
  const teams = Map.groupBy(watched, ({ pipeline }) => pipeline.team);
  const named = [...teams.keys()].filter((team) => team !== undefined).sort((a, b) => a.localeCompare(b));
  return [...named, undefined].flatMap((team) => {
    const own = teams.get(team) ?? [];
    if (own.length === 0) return [];
    return [{ kind: 'team' as const, team, size: own.length }, ...asLines(own)];
  });
}

export function asLines(watched: readonly Watched[]): PipelineLine[] {
  return watched.map((entry) => ({ kind: 'pipeline', watched: entry }));
}
