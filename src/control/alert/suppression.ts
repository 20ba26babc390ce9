import type { AlertSubject } from '#contract/alert.ts';
import { isOpen, type AlertState } from './alert-state.ts';

export type Suppressible = Pick<AlertSubject, 'kind' | 'stage'> & { id: string; state: AlertState };
type Edge = { from: string; to: string };

const MINUTE_MS = 60_000;
/** What began so long before the trouble upstream is trouble of its own. */
const ECHO_MS = 15 * MINUTE_MS;
/** Echoes die away later than what they echo. */
const FADING_MS = 10 * MINUTE_MS;

/**
 * The alert of an upstream stage that this one echoes, the earliest if there are several. It is at least as severe, of
 * the same kind, no echo itself, and somebody was told of it: what nobody knows of keeps nothing back.
 */
export function findCause(
  alert: Suppressible,
  others: readonly Suppressible[],
  edges: readonly Edge[],
): Suppressible | undefined {
  const { stage, state } = alert;
  const { firedMs } = state;
  if (stage === undefined || firedMs === null) return undefined;
  const upstream = stagesUpstream(stage, edges);
  if (upstream.size === 0) return undefined;
  const causes = others.filter(
    (other) =>
      other.id !== alert.id &&
      other.kind === alert.kind &&
      other.stage !== undefined &&
      upstream.has(other.stage) &&
      (other.state.firedMs ?? Number.POSITIVE_INFINITY) <= firedMs + ECHO_MS &&
      isHeard(other.state) &&
      isLive(other.state, state.lastMs ?? firedMs) &&
      (state.severity !== 'critical' || other.state.peakSeverity === 'critical'),
  );
  return causes.sort((a, b) => (a.state.firedMs ?? 0) - (b.state.firedMs ?? 0) || (a.id < b.id ? -1 : 1))[0];
}

function isHeard({ pagedMs, handling, mute }: AlertState): boolean {
  return pagedMs !== null && handling.kind !== 'snoozed' && mute === null;
}

function isLive(state: AlertState, atMs: number): boolean {
  return isOpen(state) || (state.ended?.by === 'data' && atMs - state.ended.atMs <= FADING_MS);
}

/** All stages from which `stage` can be reached, but for those that can be reached from it: in a circle nobody is first. */
function stagesUpstream(stage: string, edges: readonly Edge[]): Set<string> {
  const upstream = reachable(
    stage,
    edges.map(({ from, to }) => [to, from]),
  );
  const downstream = reachable(
    stage,
    edges.map(({ from, to }) => [from, to]),
  );
  return new Set([...upstream].filter((one) => !downstream.has(one)));
}

function reachable(start: string, edges: readonly (readonly [string, string])[]): Set<string> {
  const next = Map.groupBy(edges, ([from]) => from);
  const found = new Set<string>();
  const waiting = [start];
  for (let stage = waiting.pop(); stage !== undefined; stage = waiting.pop()) {
    for (const [, to] of next.get(stage) ?? []) {
      if (found.has(to)) continue;
      found.add(to);
      waiting.push(to);
    }
  }
  return found;
}
