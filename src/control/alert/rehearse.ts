import type { Severity } from '#contract/alert-words.ts';
import { initialState } from './alert-state.ts';
import type { AlertTimers } from './alert-timers.ts';
import { observe } from './observe.ts';
import type { Reading } from './reading.ts';

export type Span = { fromMs: number; toMs: number };
export type RehearsedEpisode = {
  fromMs: number;
  /** Null where it had not ended with the last slot. */
  toMs: number | null;
  severity: Severity;
  /** Whether it overlaps an incident; null where none is known. */
  isReal: boolean | null;
};
export type Rehearsal = {
  episodes: RehearsedEpisode[];
  msInAlert: number;
  /** In the order of the incidents: how long after its start the first episode that overlaps it fired (0 when it fired before); null where none did. */
  delaysMs: (number | null)[];
  caught: number;
  falseAlarms: number | null;
  /** Of the incidents that were caught; NaN without one. */
  medianDelayMs: number;
};

/**
 * What the rule would have done: the machine that decides live, over readings in ascending slots. Handling plays no part,
 * for nobody acknowledges in a rehearsal. While nothing is open or pending, only a breach moves the condition: the machine is
 * asked from there on, which makes 90 days of minutes a matter of milliseconds.
 *
 * @param slotMs width of a slot; slot k stands for the instant (k + 1)·slotMs, its end
 * @param incidents what people called real; without one neither caught nor false alarms can be told
 */
export function rehearse({
  readings,
  slotMs,
  timers,
  incidents,
}: {
  readings: Iterable<{ slot: number; reading: Reading }>;
  slotMs: number;
  timers: AlertTimers;
  incidents: readonly Span[];
}): Rehearsal {
  const episodes: RehearsedEpisode[] = [];
  let state = initialState;
  let lastMs = 0;
  for (const { slot, reading } of readings) {
    lastMs = (slot + 1) * slotMs;
    if (state.condition === 'ok' && !isBreach(reading)) continue;
    const step = observe(state, { slot, atMs: lastMs, reading, timers });
    ({ state } = step);
    for (const { move, severity } of step.transitions) {
      if (move === 'fire' && severity) episodes.push({ fromMs: lastMs, toMs: null, severity, isReal: null });
      const open = episodes.at(-1);
      if (move === 'upgrade' && open) open.severity = 'critical';
      if (move === 'resolve' && open) open.toMs = lastMs;
    }
  }
  if (incidents.length > 0) {
    for (const episode of episodes)
      episode.isReal = incidents.some((incident) => isOverlapping(episode, incident));
  }
  const delaysMs = incidents.map((incident) => {
    const first = episodes.find((episode) => isOverlapping(episode, incident));
    return first ? Math.max(0, first.fromMs - incident.fromMs) : null;
  });
  const caught = delaysMs.filter((delay) => delay !== null);
  return {
    episodes,
    msInAlert: episodes.reduce((sum, { fromMs, toMs }) => sum + (toMs ?? lastMs) - fromMs, 0),
    delaysMs,
    caught: caught.length,
    falseAlarms: incidents.length > 0 ? episodes.filter(({ isReal }) => !isReal).length : null,
    medianDelayMs: median(caught),
  };
}

function isBreach(reading: Reading): boolean {
  return (
    reading.kind === 'value' &&
    (reading.positions.warning === 'breach' || reading.positions.critical === 'breach')
  );
}

function isOverlapping({ fromMs, toMs }: { fromMs: number; toMs: number | null }, span: Span): boolean {
  return fromMs <= span.toMs && (toMs ?? Number.POSITIVE_INFINITY) >= span.fromMs;
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = (sorted.length - 1) / 2;
  const [low, high] = [sorted[Math.floor(middle)], sorted[Math.ceil(middle)]];
  return low === undefined || high === undefined ? Number.NaN : (low + high) / 2;
}
