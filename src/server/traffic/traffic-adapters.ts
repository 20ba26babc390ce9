import type { ControlStore } from '#api/ports.ts';
import type { TrafficAdapter, TrafficAdapters } from '#api/traffic-adapter.ts';
import { createEmbeddedAdapter } from '../gateway/embedded-adapter.ts';
import type { RouteTable } from '../gateway/route-table.ts';
import { createDeploymentReader, type DeploymentReader } from './deployment-reader.ts';
import {
  type Cluster,
  createKubernetesClient,
  type KubernetesClient,
} from '../kubernetes/kubernetes-client.ts';
import { createArgoRolloutsAdapter } from './argo-rollouts-adapter.ts';
import { createGatewayApiAdapter } from './gateway-api-adapter.ts';
import { createHaproxyAdapter } from './haproxy-adapter.ts';
import { createKserveAdapter } from './kserve-adapter.ts';
import type { Clusters } from './kubernetes-adapter.ts';
import { createNginxAdapter } from './nginx-adapter.ts';
import type { TrafficConfig } from './read-traffic-config.ts';
import { createWebhookAdapter } from './webhook-adapter.ts';

const SETTLE_MS = 5_000;

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
  const clusters: Clusters = { clientOf: createClientOf(), settleMs: SETTLE_MS };
  for (const entry of config) {
    const reader = createDeploymentReader(control, entry);
    others.set(keyOf(entry), otherAdapter(entry, reader, clusters));
  }
  return {
    adapterOf: (slot) =>
      others.get(keyOf(slot)) ?? createEmbeddedAdapter(table, createDeploymentReader(control, slot), slot),
  };
}

function otherAdapter(
  entry: TrafficConfig[number],
  reader: DeploymentReader,
  clusters: Clusters,
): TrafficAdapter {
  if ('nginx' in entry) return createNginxAdapter(entry.nginx, reader);
  if ('haproxy' in entry) return createHaproxyAdapter(entry.haproxy, reader);
  if ('kserve' in entry) return createKserveAdapter(entry.kserve, clusters, reader);
  if ('argoRollouts' in entry) return createArgoRolloutsAdapter(entry.argoRollouts, clusters, reader);
  if ('gatewayApi' in entry) return createGatewayApiAdapter(entry.gatewayApi, clusters, reader);
  return createWebhookAdapter(entry.webhook, entry.capabilities, reader);
}

/** One client for each cluster. */
function createClientOf(): Clusters['clientOf'] {
  const clients = new Map<string, KubernetesClient>();
  return ({ kubeconfig, context }: Cluster) => {
    const key = JSON.stringify([kubeconfig, context]);
    const client = clients.get(key) ?? createKubernetesClient({ kubeconfig, context });
    clients.set(key, client);
    return client;
  };
}

function keyOf({ pipeline, stage }: { pipeline: string; stage: string }): string {
  return JSON.stringify([pipeline, stage]);
}
