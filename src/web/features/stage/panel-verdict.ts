import { builtInMetrics } from '#contract/metric.ts';
import type { MetricSetting } from '#contract/metric-settings.ts';
import { isBeyond } from '../../charts/describe-series.ts';
import type { Severity } from '../../charts/draw-series.ts';
import type { Panel } from './panels.ts';

/** So many closed slots in a row, up to the latest, make a panel abnormal: one alone happens by chance. */
const SLOTS = 3;
/** A slot of fewer values says too little to be held against the reference. */
const FEWEST_VALUES = 30;

/** Less of these is no trouble, unless the team says so. */
const growsWorse = new Set<string>([
  builtInMetrics.latency,
  builtInMetrics.arrivalDelay,
  builtInMetrics.status,
  builtInMetrics.nullOutput,
]);

export type PanelVerdict = { severity: Severity; text: string };

/**
 * What is abnormal of a panel now: its limited line beyond the limit, else its first line outside the reference's p5 to
 * p95, in each of the last three closed slots. Undefined where it is normal or nothing can be said.
 *
 * @param openFrom slots from here on are still under way
 * @param worse what the team said of the metric: the other side is no trouble
 */
export function panelVerdict(
  panel: Panel,
  times: Float64Array,
  { openFrom = Infinity, worse }: { openFrom?: number | undefined; worse?: MetricSetting['worse'] } = {},
): PanelVerdict | undefined {
  const { series, limit, band, counts } = panel;
  const closed = times.findLastIndex((time) => time < openFrom) + 1;
  const limited = series.find(({ name }) => name === limit?.of) ?? series[0];
  const latest = (values: Float64Array) => values.subarray(Math.max(0, closed - SLOTS), closed);

  if (limit && limited && closed >= SLOTS) {
    if (latest(limited.values).every((value) => isBeyond(value, limit))) {
      return { severity: limit.severity, text: `beyond the ${limit.label} in the last ${SLOTS} slots` };
    }
  }
  const first = series[0];
  if (!band || typeof band.low !== 'number' || typeof band.high !== 'number' || !first || closed < SLOTS)
    return undefined;
  if (counts && latest(counts).some((count) => !(count >= FEWEST_VALUES))) return undefined;
  const values = latest(first.values);
  const { low, high } = band;
  const side = worse ?? (growsWorse.has(panel.id) ? 'higher' : 'both');
  const isBelow = side !== 'higher' && values.every((value) => value < low);
  const isAbove = side !== 'lower' && values.every((value) => value > high);
  if (!isAbove && !isBelow) return undefined;
  return {
    severity: 'warning',
    text: `${first.name} ${isAbove ? 'above' : 'below'} the usual p5 to p95 in the last ${SLOTS} slots`,
  };
}
