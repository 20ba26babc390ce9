import { fetchColumns } from '#contract/client.ts';
import { metricHistory, type MetricHistory } from '#stats/budget/metric-history.ts';
import { areEnoughSlots, ownEvidence, ownSlotsWithin } from '#stats/budget/own-history.ts';
import { totalOf } from '#stats/counts.ts';
import { type DriftMethod, driftMethods } from '#stats/drift-score.ts';
import type { NoHistory } from '../tasks/drift-map-tasks.ts';
import type { TaskContext } from '../protocol.ts';
import type { CalibratedLevels } from './calibrated-levels.ts';
import { decodeHistograms, type Histograms } from './histograms.ts';
import { createKept } from './kept.ts';

/** What the slots of a reference's own time say: of each metric, and of each check of all metrics by each method. */
export type ReferenceHistory = {
  status: 'ok';
  metrics: ReadonlyMap<string, MetricHistory>;
  /** See `ownEvidence`; one entry a slot. */
  evidence: Readonly<Record<DriftMethod, Float64Array>>;
  /** What was asked of it so far, see `calibratedLevels`. */
  levels: Map<string, CalibratedLevels>;
  bytes: number;
};

export type HistoryFound = ReferenceHistory | { status: 'unavailable'; reason: NoHistory };

const keptBytes = 64_000_000;

/**
 * Fetches the reference's own time in slots of the same width and keeps what it says, so that a board that polls
 * does so once. A reference that came as rows, or is still taken anew with each look, has none.
 */
export function createReferenceHistories(): {
  find(url: string, counts: Histograms, context: TaskContext): Promise<HistoryFound>;
} {
  const kept = createKept<ReferenceHistory>(keptBytes, ({ bytes }) => bytes);
  return {
    async find(url, counts, context) {
      const { reference } = counts.header;
      if (reference.source === 'upload') return { status: 'unavailable', reason: 'upload' };
      if (reference.provisional) return { status: 'unavailable', reason: 'provisional' };
      const own = ownUrl(url, counts);
      const known = own === undefined ? undefined : kept.get(own);
      if (known) return known;

      const histograms = own && decodeHistograms(await fetchColumns(own, context.signal));
      if (!own || !histograms || !areEnoughSlots(histograms.slotsMs.length)) {
        return { status: 'unavailable', reason: 'short' };
      }
      const found = await historyOf(histograms, context);
      kept.set(own, found);
      return found;
    },
  };
}

/**
 * Where the slots are that lie wholly in the reference's window: of the same rows as the reference, so of all
 * versions, as known now.
 */
function ownUrl(url: string, { header, metrics }: Histograms): string | undefined {
  const bins = metrics.reduce((sum, { reference }) => sum + reference.counts.length, 0);
  const window = { fromMs: Date.parse(header.reference.from), toMs: Date.parse(header.reference.to) };
  const slots = ownSlotsWithin(window, header.stepSeconds * 1000, bins);
  if (!slots) return undefined;

  const own = new URL(url);
  for (const name of ['version', 'role', 'knownAt']) own.searchParams.delete(name);
  own.searchParams.set('reference', header.reference.id);
  own.searchParams.set('from', new Date(slots.fromMs).toISOString());
  own.searchParams.set('to', new Date(slots.toMs).toISOString());
  return own.href;
}

async function historyOf(
  { header, slotsMs, metrics }: Histograms,
  { onProgress, breathe }: TaskContext,
): Promise<ReferenceHistory> {
  const stepMs = header.stepSeconds * 1000;
  const found = new Map<string, MetricHistory>();
  for (const [index, { reference, samples }] of metrics.entries()) {
    const id = header.metrics[index]?.metric;
    if (id === undefined || totalOf(reference.counts) === 0) continue;
    found.set(id, metricHistory(reference, { slots: samples, startsMs: slotsMs, stepMs }));
    if (await breathe()) onProgress({ doing: 'calibrating', share: (index + 1) / metrics.length / 2 });
  }

  const histories = [...found.values()];
  const evidence = Object.fromEntries(
    driftMethods.map((method) => [method, new Float64Array(slotsMs.length)]),
  ) as Record<DriftMethod, Float64Array>; // the methods are its keys
  for (let slot = 0; slot < slotsMs.length; slot++) {
    for (const method of driftMethods) evidence[method][slot] = ownEvidence(histories, method, slot);
    if (await breathe()) onProgress({ doing: 'calibrating', share: (1 + (slot + 1) / slotsMs.length) / 2 });
  }
  const numbers = metrics.reduce((sum, { counts, sums }) => sum + counts.length + sums.length, 0);
  return { status: 'ok', metrics: found, evidence, levels: new Map(), bytes: 2 * 8 * numbers };
}
