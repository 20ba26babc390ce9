import { formatBound } from '../url/view.ts';
import { isLive, parseBound, type TimeRange } from '../api/time-range.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;
const SHORTEST_MS = 5 * MINUTE_MS;
const LONGEST_MS = 20 * 366 * DAY_MS;

export const presets: readonly { label: string; from: string }[] = [
  { label: 'Last 15 min', from: '-15m' },
  { label: 'Last hour', from: '-1h' },
  { label: 'Last 3 h', from: '-3h' },
  { label: 'Last 6 h', from: '-6h' },
  { label: 'Last 24 h', from: '-24h' },
  { label: 'Last 3 days', from: '-3d' },
  { label: 'Last 7 days', from: '-7d' },
  { label: 'Last 30 days', from: '-30d' },
  { label: 'Last 90 days', from: '-90d' },
];

/** `Last 6 h` for a range that ends now, nothing for others. */
export function nameOfRange({ from, to }: TimeRange): string | undefined {
  if (to !== 'now') return undefined;
  const preset = presets.find((candidate) => candidate.from === from);
  if (preset) return preset.label;
  const relative = /^-(\d+)([mhdw])$/.exec(from);
  if (!relative) return undefined;
  const unit = { m: 'min', h: 'h', d: 'days', w: 'weeks' }[relative[2] ?? ''];
  return `Last ${relative[1]} ${unit}`;
}

/** Half a window earlier (−1) or later (1). A window that would reach past now becomes the live one. */
export function shiftRange(range: TimeRange, direction: -1 | 1, nowMs: number): TimeRange {
  const { fromMs, toMs } = boundsAt(range, nowMs);
  const by = (direction * (toMs - fromMs)) / 2;
  return toMs + by >= nowMs
    ? { from: `-${lengthText(toMs - fromMs)}`, to: 'now' }
    : rangeBetween(fromMs + by, toMs + by);
}

/** Twice as long (2) or half as long (0.5); a live window keeps its end, another its middle. */
export function zoomRange(range: TimeRange, factor: number, nowMs: number): TimeRange {
  const { fromMs, toMs } = boundsAt(range, nowMs);
  const length = Math.min(LONGEST_MS, Math.max(SHORTEST_MS, (toMs - fromMs) * factor));
  if (isLive(range)) return { from: `-${lengthText(length)}`, to: 'now' };
  const middle = (fromMs + toMs) / 2;
  return rangeBetween(middle - length / 2, Math.min(nowMs, middle + length / 2));
}

/** The same window as instants, so that it stands still. */
export function freezeRange(range: TimeRange, nowMs: number): TimeRange {
  const { fromMs, toMs } = boundsAt(range, nowMs);
  return rangeBetween(fromMs, toMs);
}

/** A window of the same length that ends now. */
export function thawRange(range: TimeRange, nowMs: number): TimeRange {
  const { fromMs, toMs } = boundsAt(range, nowMs);
  return { from: `-${lengthText(toMs - fromMs)}`, to: 'now' };
}

function boundsAt(range: TimeRange, nowMs: number): { fromMs: number; toMs: number } {
  const fromMs = parseBound(range.from, nowMs);
  const toMs = parseBound(range.to, nowMs);
  if (fromMs === undefined || toMs === undefined)
    throw new RangeError(`no range: ${range.from} to ${range.to}`);
  return { fromMs, toMs };
}

/** Ends at a whole minute and is whole minutes long, at least one; moving a range to and fro leaves its length alone. */
export function rangeBetween(fromMs: number, toMs: number): TimeRange {
  const minutes = Math.max(1, Math.round((toMs - fromMs) / MINUTE_MS));
  const to = Math.ceil(toMs / MINUTE_MS) * MINUTE_MS;
  return { from: formatBound(to - minutes * MINUTE_MS), to: formatBound(to) };
}

/** In the largest unit that says it exactly, else in minutes. */
function lengthText(lengthMs: number): string {
  const minutes = Math.max(1, Math.round(lengthMs / MINUTE_MS));
  if (minutes % 1440 === 0 && minutes >= 2880) return `${minutes / 1440}d`;
  return minutes % 60 === 0 ? `${minutes / 60}h` : `${minutes}m`;
}
