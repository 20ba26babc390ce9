import type {
  BucketCount,
  CategoryCount,
  CategorySlot,
  PredictionLog,
  StageExtent,
  StageSelection,
} from '#api/prediction-log.ts';
import { arrivalPeriods, siteStates } from './memory-arrivals.ts';
import { foldBuckets, foldCategories } from './memory-bins.ts';
import { labelledRows, labelSlots } from './memory-labels.ts';
import { metricExtents, versionExtents, versionSlots } from './memory-listings.ts';
import { byKey, byMetric } from './memory-order.ts';
import { repeatedOutputs } from './memory-repeated-outputs.ts';
import { pairs, unitExtents } from './memory-pairs.ts';
import { listRequestIds, requestRows } from './memory-requests.ts';
import { floor, MINUTE_MS } from './memory-roll-up.ts';
import { categoryOf, frame, listRows, listSites, predictionRows, sample } from './memory-rows.ts';
import { activeSlots, mapSlots, mapWhole, numericSlot, rowSlots } from './memory-slots.ts';
import { addBatch, narrowed, type PipelineLog } from './memory-stage-log.ts';
import { stageSlots } from './memory-stage-slots.ts';

/** The prediction log without a database: for tests, and for the page that runs without a server. */
export function createMemoryPredictionLog(): PredictionLog {
  const pipelines = new Map<string, PipelineLog>();
  const tokens = new Set<string>();
  let change = 0;

  const stageOf = (selection: StageSelection) =>
    narrowed(pipelines.get(selection.pipeline)?.stages.get(selection.stage), selection);
  const rowsOf = (selection: StageSelection) => stageOf(selection)?.rows ?? [];
  const labelsOf = (selection: StageSelection) => pipelines.get(selection.pipeline)?.labels ?? [];
  const allRowsOf = (pipeline: string) =>
    [...(pipelines.get(pipeline)?.stages.values() ?? [])].flatMap(({ rows }) => rows);
  const stagesOf = (pipeline: string) => [...(pipelines.get(pipeline)?.stages ?? [])];

  const log: PredictionLog = {
    insert(batch, token) {
      if (!tokens.has(token)) {
        tokens.add(token);
        change++;
        addBatch(pipelines, batch, change);
      }
      return Promise.resolve();
    },
    cursor: () => Promise.resolve(String(change)),

    async listStages() {
      return [...pipelines].flatMap(([pipeline, { stages }]) =>
        [...stages]
          .filter(([, { extent }]) => extent.firstMs <= extent.lastMs) // one with rows of a reference alone has none
          .map(([stage, { extent }]): StageExtent => ({ pipeline, stage, ...extent })),
      );
    },
    async listMetrics(pipeline) {
      return stagesOf(pipeline)
        .flatMap(([stage, log]) => metricExtents(stage, log))
        .sort(byMetric);
    },
    async listVersions(pipeline, window, knownAtMs) {
      return stagesOf(pipeline).flatMap(([stage, all]) => {
        const known = narrowed(all, { pipeline, stage, role: 'live', knownAtMs, ...window });
        return known ? versionExtents(stage, known, window) : [];
      });
    },
    async versionSlots(pipeline, window, stepMs) {
      return stagesOf(pipeline)
        .flatMap(([stage, log]) => versionSlots(stage, log, window, stepMs))
        .sort((a, b) => a.slotMs - b.slotMs);
    },
    stageSlots: (pipeline, window, stepMs, knownAtMs) =>
      stageSlots(
        log,
        stagesOf(pipeline).map(([stage]) => stage),
        { pipeline, stepMs, knownAtMs, ...window },
      ),
    async labelArrivals(pipeline, { fromMs, toMs }, stepMs) {
      const counts = new Map<number, number>();
      for (const { receivedMs } of pipelines.get(pipeline)?.labels ?? []) {
        if (receivedMs < fromMs || receivedMs >= toMs) continue;
        const slotMs = floor(receivedMs, stepMs);
        counts.set(slotMs, (counts.get(slotMs) ?? 0) + 1);
      }
      return byKey(counts).map(([slotMs, rows]) => ({ slotMs, rows }));
    },
    async labelExtent(pipeline, knownAtMs = Number.POSITIVE_INFINITY) {
      const labels = (pipelines.get(pipeline)?.labels ?? []).filter(
        ({ receivedMs }) => receivedMs <= knownAtMs,
      );
      const lastMs = labels.reduce((last, { timeMs }) => Math.max(last, timeMs), Number.NEGATIVE_INFINITY);
      return { rows: labels.length, lastMs: labels.length > 0 ? lastMs : undefined };
    },

    async countRows(selection) {
      const slots = rowSlots(stageOf(selection), { ...selection, stepMs: MINUTE_MS });
      return slots.reduce((sum, { rows }) => sum + rows, 0);
    },
    rowSlots: async (selection) => rowSlots(stageOf(selection), selection),
    activeSlots: async (selection) =>
      activeSlots(pipelines.get(selection.pipeline)?.stages.get(selection.stage), selection),
    repeatedOutputs: async (selection, limit) => repeatedOutputs(rowsOf(selection), selection, limit),
    async numericSlots(selection, quantiles) {
      return mapSlots(stageOf(selection), selection, 'numbers', (metric, slotMs, cells) =>
        numericSlot(metric, slotMs, cells, quantiles),
      );
    },
    async categorySlots(selection) {
      return mapSlots(stageOf(selection), selection, 'categories', (metric, slotMs, cells) =>
        byKey(cells).map(([category, { count }]): CategorySlot => ({ metric, slotMs, category, count })),
      ).flat();
    },
    async numericHistograms(selection, metrics) {
      return mapWhole(
        stageOf(selection),
        selection,
        metrics,
        'numbers',
        (metric, bucket, cell): BucketCount => ({
          metric,
          bucket,
          ...cell,
        }),
      );
    },
    async categoryHistograms(selection, metrics) {
      return mapWhole(
        stageOf(selection),
        selection,
        metrics,
        'categories',
        (metric, category, { count }): CategoryCount => ({
          metric,
          category,
          count,
        }),
      );
    },
    async binSlots(selection, bins) {
      const log = stageOf(selection);
      const chosen = {
        ...selection,
        metrics: [...bins.keys()].filter((metric) => selection.metrics?.includes(metric) ?? true),
      };
      const numbers = mapSlots(log, chosen, 'numbers', (metric, slotMs, cells) =>
        foldBuckets(metric, slotMs, cells, bins.get(metric)),
      );
      const categories = mapSlots(log, chosen, 'categories', (metric, slotMs, cells) =>
        foldCategories(metric, slotMs, cells, bins.get(metric)),
      );
      return [...numbers, ...categories]
        .flat()
        .sort((a, b) => byMetric(a, b) || a.slotMs - b.slotMs || a.bin - b.bin);
    },
    async numericValues(selection, metric, limit) {
      return Float64Array.from(sample(rowsOf(selection), selection, (row) => row.numbers[metric], limit));
    },
    categoryValues: async (selection, metric, limit) =>
      sample(rowsOf(selection), selection, (row) => categoryOf(row, metric), limit),
    frame: async (selection, columns, limit) => frame(rowsOf(selection), selection, columns, limit),
    listRows: async (selection, order, limit) => listRows(rowsOf(selection), selection, order, limit),
    listSites: async (selection, most) => listSites(rowsOf(selection), selection, most),

    arrivalPeriods: async (selection, periods) =>
      arrivalPeriods(predictionRows(rowsOf(selection), selection), periods),
    async firstReceived(pipeline) {
      const received = allRowsOf(pipeline)
        .filter(({ kind }) => kind === 'prediction')
        .map(({ receivedMs }) => receivedMs);
      return received.length > 0 ? received.reduce((a, b) => Math.min(a, b)) : undefined;
    },
    siteStates: async (pipeline, window, quantiles, most) =>
      siteStates(allRowsOf(pipeline), window, quantiles).slice(0, most),

    listRequestIds: async (selection, order, limit) =>
      listRequestIds(allRowsOf(selection.pipeline), selection, order, limit),
    requestRows: async (selection, limit) => requestRows(allRowsOf(selection.pipeline), selection, limit),

    pairs: async (selection, arms, limit) => pairs(allRowsOf(selection.pipeline), selection, arms, limit),
    unitExtents: async (selection, metric, event) =>
      unitExtents(predictionRows(rowsOf(selection), selection), metric, event),

    labelSlots: async (selection, quantiles) =>
      labelSlots(rowsOf(selection), labelsOf(selection), selection, quantiles),
    labelledRows: async (selection, which) =>
      labelledRows(rowsOf(selection), labelsOf(selection), selection, which),
  };
  return log;
}
