import type { ControlStore } from '#api/ports.ts';
import type { TrafficAdapter, TrafficAdapters } from '#api/traffic-adapter.ts';
import { createEmbeddedAdapter } from '../gateway/embedded-adapter.ts';
import type { RouteTable } from '../gateway/route-table.ts';
import { createDeploymentReader, type DeploymentReader } from './deployment-reader.ts';
import { createHaproxyAdapter } from './haproxy-adapter.ts';
import { createNginxAdapter } from './nginx-adapter.ts';
import type { TrafficConfig } from './read-traffic-config.ts';
import { createWebhookAdapter } from './webhook-adapter.ts';

/** The gateway moves the traffic of every stage, but of those that the operator gave to other routers. */
export function createTrafficAdapters({
  control,
  table,
  config,
}: {
  control: Pick<ControlStore, 'findPipeline'>;
  table: RouteTable;
  config: TrafficConfig;
}): TrafficAdapters {
  const others = new Map<string, TrafficAdapter>();
  for (const entry of config) {
    const reader = createDeploymentReader(control, entry);
    others.set(keyOf(entry), otherAdapter(entry, reader));
  }
  return {
    adapterOf: (slot) =>
      others.get(keyOf(slot)) ?? createEmbeddedAdapter(table, createDeploymentReader(control, slot), slot),
  };
}

function otherAdapter(entry: TrafficConfig[number], reader: DeploymentReader): TrafficAdapter {
  if ('nginx' in entry) return createNginxAdapter(entry.nginx, reader);
  if ('haproxy' in entry) return createHaproxyAdapter(entry.haproxy, reader);
  return createWebhookAdapter(entry.webhook, entry.capabilities, reader);
}

function keyOf({ pipeline, stage }: { pipeline: string; stage: string }): string {
  return JSON.stringify([pipeline, stage]);
}
