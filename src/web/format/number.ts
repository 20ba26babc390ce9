/** What a number measures; it alone decides how the number is written. Shares are 0–1. */
export const units = ['ms', 's', 'share', 'count', 'perSecond', 'bytes', 'decibel', 'none'] as const;
export type Unit = (typeof units)[number];

/** Stands where there is no number; the reason belongs beside it. */
export const MISSING = '–';

const SPACE = '\u00a0';
const MINUS = '\u2212';

/** How a unit is written at one magnitude: multiply, then append. */
interface Scale {
  factor: number;
  suffix: string;
}

/** `value` with its unit, in three significant digits: `820 ms`, `1.24 s`, `0.4 %`, `12.4k`, `–` when missing. */
export function formatValue(value: number | null | undefined, unit: Unit): string {
  if (!isNumber(value)) return MISSING;
  if (!Number.isFinite(value)) return writeNumber(value);
  if (unit === 'ms') return formatDuration(value);
  if (unit === 's') return formatDuration(value * 1000);
  if (unit === 'share') return formatShare(value);
  const scale = scaleFor(unit, Math.abs(value));
  return `${writeNumber(value * scale.factor)}${scale.suffix}`;
}

/** A signed difference of two values of `unit`; two shares differ by percentage points: `+0.4 pp`, `−4.1 dB`. */
export function formatDifference(difference: number | null | undefined, unit: Unit): string {
  if (!isNumber(difference)) return MISSING;
  const scale = differenceScale(unit, Math.abs(difference));
  return `${writeSigned(difference * scale.factor)}${scale.suffix}`;
}

/** A relative change, `0.38` as `+38 %`. */
export function formatRelative(ratio: number | null | undefined): string {
  return isNumber(ratio) ? `${writeSigned(ratio * 100)}${SPACE}%` : MISSING;
}

/**
 * `[1.6, 2.3]`, to stand after an estimate of the same unit: both ends in the scale that `of` is written in,
 * the unit left to the estimate.
 */
export function formatInterval(
  low: number | null | undefined,
  high: number | null | undefined,
  unit: Unit,
  of: 'value' | 'difference' = 'value',
): string {
  if (!isNumber(low) || !isNumber(high)) return MISSING;
  const magnitude = Math.max(Math.abs(low), Math.abs(high));
  const { factor } = of === 'value' ? scaleFor(unit, magnitude) : differenceScale(unit, magnitude);
  const write = of === 'value' ? writeNumber : writeSigned;
  return `[${write(low * factor)}, ${write(high * factor)}]`;
}

/** Writes every number of an axis or a column in the scale of the largest, so that they can be compared. */
export function createTickFormat(unit: Unit, largest: number): (value: number) => string {
  const { factor, suffix } = scaleFor(unit, Math.abs(largest));
  return (value) => (value === 0 && unit !== 'share' ? '0' : `${writeNumber(value * factor)}${suffix}`);
}

/** What a value is multiplied by before it is written, when the largest of its axis is `largest`. */
export function tickFactor(unit: Unit, largest: number): number {
  return scaleFor(unit, Math.abs(largest)).factor;
}

/** A whole count, written out: `12,440`. */
export function formatCount(count: number | null | undefined): string {
  if (!isNumber(count)) return MISSING;
  return grouped.format(Math.round(count)).replace('-', MINUS);
}

/** A length of time: `820 ms`, `1.24 s`, `4 min 10 s`, `1 h 19 min`, `3 d 4 h`. */
export function formatDuration(milliseconds: number | null | undefined): string {
  if (!isNumber(milliseconds)) return MISSING;
  if (!Number.isFinite(milliseconds)) return writeNumber(milliseconds);
  const sign = milliseconds < 0 ? MINUS : '';
  const length = Math.abs(milliseconds);
  // 999.6 ms and 59.97 s would round to the next unit; let them be written in it.
  if (length < 999.5) return `${sign}${writeNumber(length)}${SPACE}ms`;
  if (length < 59_950) return `${sign}${writeNumber(length / 1000)}${SPACE}s`;
  const seconds = Math.round(length / 1000);
  if (seconds < 3600) return sign + pair(seconds, 60, 'min', 's');
  const minutes = Math.round(seconds / 60);
  if (minutes < 1440) return sign + pair(minutes, 60, 'h', 'min');
  return sign + pair(Math.round(minutes / 60), 24, 'd', 'h');
}

/** `p < 0.001`, else `p = 0.012`. */
export function formatPValue(p: number | null | undefined): string {
  if (!isNumber(p)) return `p${SPACE}${MISSING}`;
  if (p < 0.001) return `p${SPACE}<${SPACE}0.001`;
  if (p > 0.999) return `p${SPACE}>${SPACE}0.999`;
  return `p${SPACE}=${SPACE}${p.toFixed(3)}`;
}

const grouped = new Intl.NumberFormat('en-US', { maximumFractionDigits: 0 });

function isNumber(value: number | null | undefined): value is number {
  return value !== null && value !== undefined && !Number.isNaN(value);
}

/** The ends of the scale are kept apart from 0 % and 100 %: what happens rarely is not what never happens. */
function formatShare(share: number): string {
  if (share > 0 && share < 0.001) return `<${SPACE}0.1${SPACE}%`;
  if (share < 1 && share >= 0.9995) return `>${SPACE}99.9${SPACE}%`;
  return `${writeNumber(share * 100)}${SPACE}%`;
}

/** Half a unit in the third digit below each border, so that 999.6 is written 1k and never 1000. */
const BORDER = 0.9995;

function scaleFor(unit: Unit, magnitude: number): Scale {
  return scales[unit](magnitude);
}

const scales: Record<Unit, (magnitude: number) => Scale> = {
  ms: durationScale,
  s(magnitude) {
    const { factor, suffix } = durationScale(magnitude * 1000);
    return { factor: factor * 1000, suffix };
  },
  share: () => ({ factor: 100, suffix: `${SPACE}%` }),
  count: decimalScale,
  none: decimalScale,
  perSecond(magnitude) {
    const { factor, suffix } = decimalScale(magnitude);
    return { factor, suffix: `${suffix}/s` };
  },
  bytes: (magnitude) =>
    stepped(
      magnitude,
      1024,
      ['B', 'KiB', 'MiB', 'GiB', 'TiB'].map((name) => SPACE + name),
    ),
  decibel: () => ({ factor: 1, suffix: `${SPACE}dB` }),
};

function differenceScale(unit: Unit, magnitude: number): Scale {
  return unit === 'share' ? { factor: 100, suffix: `${SPACE}pp` } : scaleFor(unit, magnitude);
}

function decimalScale(magnitude: number): Scale {
  return stepped(magnitude, 1000, ['', 'k', 'M', 'G', 'T']);
}

function durationScale(milliseconds: number): Scale {
  if (milliseconds < 1000 * BORDER) return { factor: 1, suffix: `${SPACE}ms` };
  if (milliseconds < 120_000) return { factor: 1 / 1000, suffix: `${SPACE}s` };
  if (milliseconds < 7_200_000) return { factor: 1 / 60_000, suffix: `${SPACE}min` };
  if (milliseconds < 172_800_000) return { factor: 1 / 3_600_000, suffix: `${SPACE}h` };
  return { factor: 1 / 86_400_000, suffix: `${SPACE}d` };
}

function stepped(magnitude: number, base: number, suffixes: readonly string[]): Scale {
  let factor = 1;
  let index = 0;
  while (magnitude * factor >= base * BORDER && index < suffixes.length - 1) {
    factor /= base;
    index += 1;
  }
  return { factor, suffix: suffixes[index] ?? '' };
}

function pair(total: number, base: number, large: string, small: string): string {
  const rest = total % base;
  const whole = `${(total - rest) / base}${SPACE}${large}`;
  return rest === 0 ? whole : `${whole}${SPACE}${rest}${SPACE}${small}`;
}

/** Three significant digits without trailing zeros; whole numbers up to four digits stay whole (1,023 KiB). */
function writeNumber(value: number): string {
  if (value === 0) return '0';
  if (!Number.isFinite(value)) return value > 0 ? '∞' : `${MINUS}∞`;
  const size = Math.abs(value);
  const sign = value < 0 ? MINUS : '';
  if (size >= 999.5) return sign + grouped.format(size);
  if (size >= 0.0005) return sign + String(Number(size.toPrecision(3)));
  return sign + Number(size.toPrecision(3)).toExponential().replace('e-', `e${MINUS}`);
}

function writeSigned(value: number): string {
  const text = writeNumber(value);
  return value > 0 ? `+${text}` : text;
}
