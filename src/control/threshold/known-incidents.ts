import type { AlertVerdict } from '#contract/alert.ts';
import type { Span } from '../alert/rehearse.ts';

/**
 * What people called real, as spans in order of time; those that overlap are one incident, whichever rules saw it. An episode
 * that is still open reaches to the present.
 */
export function knownIncidents(
  episodes: readonly { fromMs: number; toMs: number | null; verdict: AlertVerdict | null }[],
  nowMs: number,
): Span[] {
  const real = episodes
    .filter(({ verdict }) => verdict === 'real')
    .map(({ fromMs, toMs }) => ({ fromMs, toMs: toMs ?? nowMs }))
    .sort((a, b) => a.fromMs - b.fromMs);
  const incidents: Span[] = [];
  for (const span of real) {
    const last = incidents.at(-1);
    if (last && span.fromMs <= last.toMs) last.toMs = Math.max(last.toMs, span.toMs);
    else incidents.push(span);
  }
  return incidents;
}
