import { encodeColumns, type Column } from '#contract/columns.ts';
import type { HistogramsHeader } from '#contract/histograms.ts';
import { groupOf, nameOf, type MetricGroup } from '#contract/metric.ts';
import type { ReferenceMetric } from '#contract/reference.ts';
import { binCount, binLabels } from '#stats/bins.ts';
import type { Ports } from '../../ports.ts';
import type { BinSlot, RowSlot, SlotSelection } from '../../prediction-log.ts';
import { resolveReference, withoutMetrics } from '../references/resolve.ts';
import { toBins } from '../references/count-in-bins.ts';
import { freezeWindow } from '../references/freeze.ts';
import { narrowReference } from '../references/narrow.ts';

export type HistogramsRequest = Omit<SlotSelection, 'metrics' | 'since'> & {
  group?: MetricGroup | undefined;
  reference?: string | undefined;
};

/** Counts per metric, slot and reference bin, as one column container (see `HistogramsHeader`). */
export async function histograms(
  ports: Ports,
  { group, reference: id, ...selection }: HistogramsRequest,
): Promise<Uint8Array<ArrayBuffer>> {
  const { pipeline, stage } = selection;
  const whole = await resolveReference(ports, { pipeline, stage, id });
  const { segments } = selection;
  const reference = segments ? await narrowReference(ports.log, whole, segments) : whole;
  const metrics = await watchedMetrics(ports, reference.metrics, selection, group);
  const bins = new Map(metrics.map(({ metric, bins }) => [metric, toBins(bins)]));
  const [rowSlots, binSlots] = await Promise.all([
    ports.log.rowSlots(selection),
    bins.size > 0 ? ports.log.binSlots({ ...selection, metrics: [...bins.keys()] }, bins) : [],
  ]);
  const header: HistogramsHeader = {
    stepSeconds: selection.stepMs / 1000,
    asOf: ports.now().toISOString(),
    reference: withoutMetrics(reference),
    metrics: metrics.map((metric) => ({
      ...metric,
      group: groupOf(metric.metric),
      name: nameOf(metric.metric),
      labels: binLabels(toBins(metric.bins)),
    })),
  };
  return encodeColumns(header, columns(metrics, rowSlots, binSlots));
}

/** The reference's metrics, and those that only appeared later: these have an empty reference. */
async function watchedMetrics(
  { log }: Ports,
  frozen: ReferenceMetric[],
  selection: Omit<HistogramsRequest, 'group' | 'reference'>,
  group: MetricGroup | undefined,
): Promise<ReferenceMetric[]> {
  const known = new Set(frozen.map(({ metric }) => metric));
  const extents = await log.listMetrics(selection.pipeline);
  const hasNew = extents.some(({ stage, metric }) => stage === selection.stage && !known.has(metric));
  const added = hasNew
    ? (await freezeWindow(log, selection)).metrics.filter(({ metric }) => !known.has(metric))
    : [];
  const emptied = added.map((metric) => ({
    ...metric,
    counts: metric.counts.map(() => 0),
    sums: metric.sums.map(() => 0),
    missing: 0,
  }));
  return [...frozen, ...emptied].filter(({ metric }) =>
    group ? groupOf(metric) === group : groupOf(metric) !== 'software',
  );
}

function columns(
  metrics: ReferenceMetric[],
  rowSlots: RowSlot[],
  binSlots: BinSlot[],
): Record<string, Column> {
  const slotsMs = [...new Set([...rowSlots, ...binSlots].map(({ slotMs }) => slotMs))].sort((a, b) => a - b);
  const position = new Map(slotsMs.map((slotMs, index) => [slotMs, index]));
  const rows = new Float64Array(slotsMs.length);
  for (const slot of rowSlots) rows[position.get(slot.slotMs) ?? 0] = slot.rows;

  const byMetric = Map.groupBy(binSlots, ({ metric }) => metric);
  const result: Record<string, Column> = { slotsMs: Float64Array.from(slotsMs), rows };
  for (const [index, { metric, bins, kind }] of metrics.entries()) {
    const size = binCount(toBins(bins));
    const counts = new Float64Array(slotsMs.length * size);
    const sums = new Float64Array(kind === 'numeric' ? counts.length : 0);
    const missing = rows.slice();
    for (const slot of byMetric.get(metric) ?? []) {
      const at = position.get(slot.slotMs) ?? 0;
      counts[at * size + slot.bin] = slot.count;
      if (kind === 'numeric') sums[at * size + slot.bin] = slot.sum;
      missing[at] = Math.max(0, (missing[at] ?? 0) - slot.count);
    }
    result[`counts.${index}`] = counts;
    result[`missing.${index}`] = missing;
    if (kind === 'numeric') result[`sums.${index}`] = sums;
  }
  return result;
}
