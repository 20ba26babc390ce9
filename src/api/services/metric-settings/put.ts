import type { MetricSetting } from '#contract/metric-settings.ts';
import type { Actor } from '../../access/actor.ts';
import type { Ports } from '../../ports.ts';
import { auditEntry } from '../audit/audit-entry.ts';
import { getPipeline } from '../pipelines/find.ts';

/** Sets some metrics' settings; the audit entry holds what they were before, so that the change can be taken back. */
export async function putMetricSettings(
  ports: Ports,
  { pipeline, settings, actor }: { pipeline: string; settings: readonly MetricSetting[]; actor: Actor },
): Promise<MetricSetting[]> {
  await getPipeline(ports, pipeline);
  const change = { action: 'metric-settings.put', subject: pipeline, after: settings };
  await ports.control.putMetricSettings(pipeline, settings, auditEntry(actor, ports.now(), change));
  return ports.control.listMetricSettings(pipeline);
}
