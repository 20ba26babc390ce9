import type { TrafficAdapter } from '#api/traffic-adapter.ts';
import type { DeploymentReader } from './deployment-reader.ts';
import { type Clusters, createKubernetesAdapter } from './kubernetes-adapter.ts';
import { kserveKnativeRouter } from './kserve-knative.ts';
import type { KserveRouter } from './kserve-router.ts';
import { kserveStandardRouter } from './kserve-standard.ts';

/** Moves the traffic of one stage through KServe. */
export function createKserveAdapter(
  routers: readonly KserveRouter[],
  clusters: Clusters,
  deployment: DeploymentReader,
): TrafficAdapter {
  return createKubernetesAdapter(
    {
      name: 'kserve',
      source: 'InferenceServices, by the API server',
      capabilities: {
        smallestShare: 100,
        onlyShares: null,
        mirror: 'none',
        stickyKey: false,
        force: false,
        audit: false,
        cautions: [
          'each request is drawn for itself: a user meets both versions',
          'after a rollback the InferenceService still names the candidate, with 0 % of the traffic',
        ],
      },
    },
    routers.map((router) =>
      router.mode === 'knative'
        ? kserveKnativeRouter(router, clusters)
        : kserveStandardRouter(router, clusters),
    ),
    deployment,
  );
}
