import type { MetricSetting } from '#contract/metric-settings.ts';
import type { Ports } from '../../ports.ts';
import { getPipeline } from '../pipelines/find.ts';

/** Sets some metrics' settings; the audit entry holds what they were before, so that the change can be taken back. */
export async function putMetricSettings(
  ports: Ports,
  { pipeline, settings, actor }: { pipeline: string; settings: readonly MetricSetting[]; actor: string },
): Promise<MetricSetting[]> {
  await getPipeline(ports, pipeline);
  const before = await ports.control.listMetricSettings(pipeline);
  const changed = new Set(settings.map(keyOf));
  await ports.control.putMetricSettings(pipeline, settings, {
    actor,
    action: 'metric-settings.put',
    subject: pipeline,
    at: ports.now().toISOString(),
    detail: { before: before.filter((setting) => changed.has(keyOf(setting))), after: settings },
  });
  return ports.control.listMetricSettings(pipeline);
}

function keyOf({ stage, metric }: MetricSetting): string {
  return JSON.stringify([stage, metric]);
}
