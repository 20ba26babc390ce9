import type { ArrivalPeriods, LogRow, SiteExtent, Window } from '#api/prediction-log.ts';
import type { Arrival } from '#control/batch-runs.ts';
import { builtInMetrics } from '#contract/metric.ts';
import { compare } from './memory-order.ts';

export function arrivalPeriods(
  rows: readonly LogRow[],
  { everyMs, offsetMs, graceMs }: ArrivalPeriods,
): Arrival[] {
  const slotOf = ({ timeMs }: LogRow) => Math.floor((timeMs - offsetMs) / everyMs) * everyMs + offsetMs;
  const bySlot = Map.groupBy(rows, slotOf);
  return [...bySlot]
    .map(([slotMs, own]) => {
      const received = own.map(({ receivedMs }) => receivedMs);
      return {
        slotMs,
        rows: own.length,
        lateRows: received.filter((receivedMs) => receivedMs > slotMs + everyMs + graceMs).length,
        firstReceivedMs: least(received),
        lastReceivedMs: most(received),
      };
    })
    .sort((a, b) => a.slotMs - b.slotMs);
}

export function siteStates(
  rows: readonly LogRow[],
  { fromMs, toMs }: Window,
  quantiles: readonly number[],
): SiteExtent[] {
  const found = rows.filter(
    ({ kind, role, site, timeMs }) =>
      kind === 'prediction' && role === 'live' && site !== '' && timeMs >= fromMs && timeMs < toMs,
  );
  return [...Map.groupBy(found, ({ site, stage }) => JSON.stringify([site, stage])).values()]
    .map((own) => siteState(own, quantiles))
    .sort((a, b) => compare(a.site, b.site) || compare(a.stage, b.stage));
}

function siteState(rows: readonly LogRow[], quantiles: readonly number[]): SiteExtent {
  const [first] = rows;
  const delays = rows.map(({ numbers }) => numbers[builtInMetrics.arrivalDelay] ?? 0).sort((a, b) => a - b);
  return {
    site: first?.site ?? '',
    stage: first?.stage ?? '',
    rows: rows.length,
    lastMs: most(rows.map(({ timeMs }) => timeMs)),
    lastReceivedMs: most(rows.map(({ receivedMs }) => receivedMs)),
    delaysSeconds: quantiles.map((q) => delays[Math.max(0, Math.ceil(q * delays.length) - 1)] ?? 0),
    versions: [...Map.groupBy(rows, ({ version }) => version)]
      .map(([version, own]): [string, number] => [version, own.length])
      .sort(([a, ownA], [b, ownB]) => ownB - ownA || compare(a, b)),
  };
}

function least(values: readonly number[]): number {
  return values.reduce((a, b) => Math.min(a, b));
}

function most(values: readonly number[]): number {
  return values.reduce((a, b) => Math.max(a, b));
}
