import type { TrafficAdapter } from '#api/traffic-adapter.ts';
import { ALL_TRAFFIC } from '#contract/traffic.ts';
import type { TrafficCapabilities } from '#contract/traffic-capabilities.ts';
import type { DeploymentReader } from '../traffic/deployment-reader.ts';
import type { RouteTable } from './route-table.ts';

const capabilities: TrafficCapabilities = {
  smallestShare: 1,
  onlyShares: null,
  mirror: 'share',
  stickyKey: true,
  force: true,
  audit: false,
  cautions: [],
};

/** Moves the traffic of one stage through the gateway of this process: a switch is one assignment. */
export function createEmbeddedAdapter(
  table: RouteTable,
  deployment: DeploymentReader,
  { pipeline, stage }: { pipeline: string; stage: string },
): TrafficAdapter {
  const router = 'gateway';
  const current = () => table.list().find((route) => route.pipeline === pipeline && route.stage === stage);

  async function apply(...[document, { versions, fence }]: Parameters<TrafficAdapter['apply']>) {
    const urls = await deployment.urls({ versions });
    if ('fault' in urls) return urls.fault;
    const { stable, candidate } = urls;
    if (!candidate && document.split.stable < ALL_TRAFFIC)
      return `version ${versions.candidate.version} has no endpoint`;
    const known = current()?.fence ?? fence;
    if (known > fence) return `a later writer (fence ${known}) has been here`;
    table.set({
      pipeline,
      stage,
      document,
      endpoints: {
        stable: { version: versions.stable.version, url: stable },
        ...(candidate && { candidate: { version: versions.candidate.version, url: candidate } }),
      },
      fence,
    });
    return null;
  }

  return {
    name: router,
    capabilities,
    warmUp: (rollout) => deployment.warmUp(rollout),
    apply: async (...write) => ({ routers: [{ router, error: await apply(...write) }] }),
    async observe() {
      const route = current();
      const truth = { router, document: route?.document ?? null, fence: route?.fence ?? null };
      return {
        at: new Date().toISOString(),
        source: 'the gateway of this server',
        routers: [{ ...truth, error: null, changedBy: null }],
      };
    },
  };
}
