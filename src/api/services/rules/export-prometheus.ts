import type { PrometheusRules } from '#contract/prometheus-rules.ts';
import type { Ports } from '../../ports.ts';
import { getPipeline } from '../pipelines/find.ts';
import { prometheusFiles } from './prometheus-files.ts';

/** The rules in force as files of Prometheus. */
export async function exportPrometheusRules(ports: Ports, pipeline: string): Promise<PrometheusRules> {
  await getPipeline(ports, pipeline);
  return prometheusFiles(pipeline, await ports.control.listRules(pipeline));
}
