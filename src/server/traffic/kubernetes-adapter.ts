import { z } from 'zod';
import type { TrafficAdapter, TrafficWrite, WarmUp } from '#api/traffic-adapter.ts';
import type { Rollout, RouterTruth } from '#contract/rollout.ts';
import type { TrafficCapabilities } from '#contract/traffic-capabilities.ts';
import { TrafficDocument } from '#contract/traffic.ts';
import { type Cluster, type KubernetesClient, KubernetesFault } from '../kubernetes/kubernetes-client.ts';
import type { DeploymentReader } from './deployment-reader.ts';

/** One object of a cluster that splits the traffic of a stage. Each throws what went wrong. */
export interface KubernetesRouter {
  /** How people are told of it. */
  readonly name: string;
  warmUp(rollout: Pick<Rollout, 'stable' | 'candidate'>): Promise<WarmUp>;
  apply(document: TrafficDocument, write: TrafficWrite): Promise<void>;
  observe(): Promise<Omit<RouterTruth, 'router'>>;
}

/** What is written beside the traffic, to be known again: which document it is, and of which writer. */
export const Routed = z.object({ document: TrafficDocument, fence: z.number().int() });

/** How clusters are reached. */
export type Clusters = {
  clientOf: (cluster: Cluster) => KubernetesClient;
  /** How long an apply waits for the cluster's controllers to do it; the next look is the reconciler's. */
  settleMs: number;
};

/** How a stage whose objects stand in clusters has its traffic moved: one object after the other. */
export function createKubernetesAdapter(
  { name, source, capabilities }: { name: string; source: string; capabilities: TrafficCapabilities },
  routers: readonly KubernetesRouter[],
  deployment: DeploymentReader,
): TrafficAdapter {
  return {
    name,
    capabilities,
    async warmUp(rollout) {
      for (const router of routers) {
        const warm = await warmUpOf(router, rollout);
        if (warm.state !== 'ready') return { ...warm, text: `${router.name}: ${warm.text}` };
      }
      const urls = await deployment.urls({ versions: rollout });
      // the cluster calls it ready; where it can be asked from here, it is
      return 'candidate' in urls ? deployment.warmUp(rollout) : { state: 'ready' };
    },
    async apply(document, write) {
      const applied: { router: string; error: string | null }[] = [];
      for (const router of routers) {
        const error = await router.apply(document, write).then(() => null, reasonOf);
        applied.push({ router: router.name, error });
      }
      return { routers: applied };
    },
    async observe() {
      const read = routers.map(async (router) => ({ router: router.name, ...(await observed(router)) }));
      return { at: new Date().toISOString(), source, routers: await Promise.all(read) };
    },
  };
}

/** A later writer has been here: whoever is late must not write over it. */
export function refuseEarlierWriter(known: number | null, { fence }: TrafficWrite): void {
  if (known !== null && known > fence) throw new Error(`a later writer (fence ${known}) has been here`);
}

/** As whole percent: the only shares that most controllers know. */
export function percentOf({ split: { candidate } }: TrafficDocument): number {
  if (candidate % 100 !== 0) throw new Error(`${candidate / 100} % is not a whole percent`);
  return candidate / 100;
}

/** The document that is obeyed in truth, where the split is another than it says. */
export function withCandidateShare(document: TrafficDocument, basisPoints: number): TrafficDocument {
  return { ...document, split: { stable: 10_000 - basisPoints, candidate: basisPoints, audit: 0 } };
}

/** Only what will not pass by itself ends a rollout before it began. */
async function warmUpOf(
  router: KubernetesRouter,
  rollout: Pick<Rollout, 'stable' | 'candidate'>,
): Promise<WarmUp> {
  try {
    return await router.warmUp(rollout);
  } catch (fault) {
    return { state: isPassing(fault) ? 'starting' : 'failed', text: reasonOf(fault) };
  }
}

/** The API server is away or busy, or somebody came between. */
function isPassing(fault: unknown): boolean {
  if (!(fault instanceof KubernetesFault)) return false;
  return [0, 409, 429].includes(fault.status) || fault.status >= 500;
}

async function observed(router: KubernetesRouter): Promise<Omit<RouterTruth, 'router'>> {
  try {
    return await router.observe();
  } catch (fault) {
    return { document: null, fence: null, changedBy: null, error: reasonOf(fault) };
  }
}

function reasonOf(fault: unknown): string {
  if (fault instanceof z.ZodError) return `it is not what was expected: ${z.prettifyError(fault)}`;
  return fault instanceof Error ? fault.message : String(fault);
}
