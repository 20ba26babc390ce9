/** Bounds as the URL holds them: `now`, relative to it such as `-6h`, or ISO 8601. */
export type TimeRange = { from: string; to: string };

/** A range at one moment: half-open, aligned to whole steps. */
export type ResolvedRange = { fromMs: number; toMs: number; from: string; to: string };

const unitSeconds: Record<string, number> = { m: 60, h: 3600, d: 86_400, w: 7 * 86_400 };
const steps = [60, 120, 300, 600, 900, 1800, 3600, 7200, 6 * 3600, 86_400, 7 * 86_400, 28 * 86_400];

/** Epoch milliseconds of a bound, or undefined when it is none. */
export function parseBound(bound: string, nowMs: number): number | undefined {
  if (bound === 'now') return nowMs;
  const relative = /^-(\d{1,6})([mhdw])$/.exec(bound);
  if (relative) return nowMs - Number(relative[1]) * (unitSeconds[relative[2] ?? ''] ?? 0) * 1000;
  const instant = /^\d{4}-\d\d-\d\dT/.test(bound) ? Date.parse(bound) : Number.NaN;
  return Number.isNaN(instant) ? undefined : instant;
}

/** Whether the range ends with the clock, so that new data fall into it. */
export function isLive(range: TimeRange): boolean {
  return range.to === 'now' || range.to.startsWith('-');
}

/**
 * The range as instants: the start snapped down and the end up to whole steps, so that its slots are whole.
 *
 * @throws {RangeError} when a bound is none, or they are in the wrong order; what a URL says is checked before
 */
export function resolveRange(range: TimeRange, nowMs: number, stepSeconds: number): ResolvedRange {
  const { fromMs, toMs } = boundsOf(range, nowMs);
  const stepMs = stepSeconds * 1000;
  const start = Math.floor(fromMs / stepMs) * stepMs;
  const end = Math.max(start + stepMs, Math.ceil(toMs / stepMs) * stepMs);
  return { fromMs: start, toMs: end, from: new Date(start).toISOString(), to: new Date(end).toISOString() };
}

/** The step that cuts the range into about `points` slots. */
export function stepFor(range: TimeRange, nowMs: number = Date.now(), points = 300): number {
  const { fromMs, toMs } = boundsOf(range, nowMs);
  const ideal = (toMs - fromMs) / 1000 / points;
  const distance = (step: number): number => Math.abs(Math.log(step / ideal));
  return steps.reduce((best, step) => (distance(step) < distance(best) ? step : best));
}

/** The next wider step that {@link stepFor} knows, or undefined at the widest. */
export function widerStep(stepSeconds: number): number | undefined {
  return steps.find((step) => step > stepSeconds);
}

function boundsOf(range: TimeRange, nowMs: number): { fromMs: number; toMs: number } {
  const fromMs = parseBound(range.from, nowMs);
  const toMs = parseBound(range.to, nowMs);
  if (fromMs === undefined || toMs === undefined || fromMs >= toMs) {
    throw new RangeError(`no time range: ${range.from} to ${range.to}`);
  }
  return { fromMs, toMs };
}
