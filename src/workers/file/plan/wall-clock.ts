const hour = 3_600_000;

/**
 * Turns what the clocks of a zone show (read as if it were UTC) into instants. Where clocks are put forward or back the
 * later offset counts. The offset is looked up once an hour of the wall clock.
 */
export function createWallClock(zone: string): (wallMs: number) => number {
  if (zone === 'UTC') return (wallMs) => wallMs;
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone: zone,
    hourCycle: 'h23',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
  });
  const offsets = new Map<number, number>();

  function offsetAt(instant: number): number {
    const minute = Math.floor(instant / 60_000) * 60_000;
    const parts = new Map(format.formatToParts(minute).map(({ type, value }) => [type, Number(value)]));
    const part = (type: Intl.DateTimeFormatPartTypes): number => parts.get(type) ?? 0;
    return Date.UTC(part('year'), part('month') - 1, part('day'), part('hour'), part('minute')) - minute;
  }
  return (wallMs) => {
    const key = Math.floor(wallMs / hour);
    let offset = offsets.get(key);
    if (offset === undefined) {
      const start = key * hour;
      offset = offsetAt(start - offsetAt(start));
      offsets.set(key, offset);
    }
    return wallMs - offset;
  };
}
