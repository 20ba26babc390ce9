import { groupOf, nameOf, type Metric } from '#contract/metric.ts';
import type { Catalogue } from '#contract/pipeline.ts';
import type { Ports } from '../../ports.ts';
import type { MetricExtent } from '../../prediction-log.ts';
import { getPipeline } from './find.ts';

export async function catalogue(ports: Ports, name: string): Promise<Catalogue> {
  const [pipeline, extents] = await Promise.all([getPipeline(ports, name), ports.log.listMetrics(name)]);
  return {
    pipeline: name,
    stages: pipeline.stages.map((stage) => ({
      name: stage.name,
      metrics: stageMetrics(extents, stage.name).map(toMetric),
    })),
  };
}

/** The metrics of one stage by id. One that came as both kinds is listed under the kind with more values. */
export function stageMetrics(extents: readonly MetricExtent[], stage: string): MetricExtent[] {
  const byId = new Map<string, MetricExtent>();
  for (const extent of extents) {
    if (extent.stage !== stage) continue;
    const other = byId.get(extent.metric);
    if (!other || extent.rows > other.rows) byId.set(extent.metric, extent);
  }
  return [...byId.values()].sort((a, b) => (a.metric < b.metric ? -1 : 1));
}

function toMetric({ metric, kind, rows, firstMs, lastMs, categories }: MetricExtent): Metric {
  return {
    id: metric,
    group: groupOf(metric),
    name: nameOf(metric),
    kind,
    rows,
    firstSeen: new Date(firstMs).toISOString(),
    lastSeen: new Date(lastMs).toISOString(),
    categories,
  };
}
