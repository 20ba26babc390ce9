import { builtInMetrics } from '#contract/metric.ts';
import type { Overview, StageHeadline } from '#contract/pipeline.ts';
import { quantile } from '#stats/histogram.ts';
import type { BucketCount, CategoryCount, Ports, VersionExtent, Window } from '../../ports.ts';
import { getPipeline } from './find.ts';

/** The headline figures of each stage, from the roll-ups of the window. */
export async function overview(
  ports: Ports,
  { name, ...window }: Window & { name: string },
): Promise<Overview> {
  const [pipeline, versions, labels] = await Promise.all([
    getPipeline(ports, name),
    ports.log.listVersions(name, window),
    ports.log.labelExtent(name),
  ]);
  const stages = await Promise.all(
    pipeline.stages.map(async (stage) => {
      const selection = { ...window, pipeline: name, stage: stage.name, role: 'live' as const };
      const [latency, categories] = await Promise.all([
        ports.log.numericHistograms(selection, [builtInMetrics.latency]),
        ports.log.categoryHistograms(selection, [builtInMetrics.status, builtInMetrics.nullOutput]),
      ]);
      const mine = versions.filter((version) => version.stage === stage.name);
      return headline(stage.name, window, latency, categories, mine);
    }),
  );
  return {
    asOf: ports.now().toISOString(),
    stages,
    labels: {
      rows: labels.rows,
      ...(labels.lastMs !== undefined && { lastSeen: new Date(labels.lastMs).toISOString() }),
    },
  };
}

function headline(
  stage: string,
  { fromMs, toMs }: Window,
  latency: BucketCount[],
  categories: CategoryCount[],
  versions: VersionExtent[],
): StageHeadline {
  const live = versions.filter(({ role }) => role === 'live');
  const rows = countOf(categories, builtInMetrics.status);
  const failed = rows - countOf(categories, builtInMetrics.status, 'ok');
  const outputs = countOf(categories, builtInMetrics.nullOutput);
  const total = versions.reduce((sum, version) => sum + version.rows, 0);
  return {
    stage,
    rows,
    ratePerSecond: rows / ((toMs - fromMs) / 1000),
    latencyP95Ms: latency.length > 0 ? quantile(histogramOfBuckets(latency), 0.95) : null,
    errorShare: rows > 0 ? failed / rows : null,
    nullShare: outputs > 0 ? countOf(categories, builtInMetrics.nullOutput, 'true') / outputs : null,
    ...(live.length > 0 && {
      lastSeen: new Date(Math.max(...live.map(({ lastMs }) => lastMs))).toISOString(),
    }),
    versions: versions
      .map(({ version, role, rows }) => ({ version, role, rows, share: total > 0 ? rows / total : 0 }))
      .sort((a, b) => b.rows - a.rows),
  };
}

function countOf(counts: CategoryCount[], metric: string, category?: string): number {
  return counts
    .filter((entry) => entry.metric === metric && (category === undefined || entry.category === category))
    .reduce((sum, { count }) => sum + count, 0);
}

function histogramOfBuckets(buckets: BucketCount[]) {
  const ordered = buckets.toSorted((a, b) => a.bucket - b.bucket);
  return {
    buckets: Int32Array.from(ordered, ({ bucket }) => bucket),
    counts: Float64Array.from(ordered, ({ count }) => count),
    sums: Float64Array.from(ordered, ({ sum }) => sum),
  };
}
