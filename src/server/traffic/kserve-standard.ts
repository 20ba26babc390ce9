import { z } from 'zod';
import type { TrafficWrite, WarmUp } from '#api/traffic-adapter.ts';
import type { RouterTruth } from '#contract/rollout.ts';
import { TrafficDocument } from '#contract/traffic.ts';
import { type KubernetesClient, KubernetesFault } from '../kubernetes/kubernetes-client.ts';
import { KubernetesObject, lastOtherWriter, type ObjectRef } from '../kubernetes/kubernetes-object.ts';
import { readUntil } from '../kubernetes/read-until.ts';
import { HttpRoute, httpRouteRef, routeFault, sharesOf } from './http-route.ts';
import { deploymentMode, InferenceService, inferenceServiceRef } from './inference-service.ts';
import type { KserveRouter } from './kserve-router.ts';
import {
  type Clusters,
  type KubernetesRouter,
  percentOf,
  refuseEarlierWriter,
  withCandidateShare,
} from './kubernetes-adapter.ts';
import { createTrafficRecord } from './traffic-record.ts';
import { nameForVersion, textForVersion } from './version-template.ts';

/** Of the candidate: it is not scaled by itself. */
const CANARY_REPLICAS = 1;

const Kept = z.object({
  document: TrafficDocument.nullable(),
  fence: z.number().int(),
  services: z.object({ stable: z.string(), candidate: z.string() }),
  minReplicas: z.number().int().describe('of the stable predictor, as people want it'),
  told: z.string().describe('models, names and percents, to see whether somebody else has changed them'),
});
type Kept = z.infer<typeof Kept>;
type Versions = TrafficWrite['versions'];
type Spec = InferenceService['spec'];

const Deployment = KubernetesObject.extend({
  status: z
    .looseObject({ availableReplicas: z.number().default(0), observedGeneration: z.number().default(0) })
    .prefault({}),
});

/**
 * KServe's Standard mode from v0.20: `spec.canary` names the candidate's predictor and its percent. Its status repeats
 * the spec, so the truth are the weights of the HTTPRoute that it makes.
 */
export function kserveStandardRouter(
  router: KserveRouter,
  { clientOf, settleMs }: Clusters,
): KubernetesRouter {
  const { namespace, name } = router;
  const client = clientOf(router);
  const ref = inferenceServiceRef(namespace, name);
  const routeRef = httpRouteRef(namespace, name);
  const record = createTrafficRecord(client, { namespace, name: `anchorwatch-${name}` }, Kept);

  async function read() {
    const [object, { kept, resourceVersion }] = await Promise.all([client.get(ref), record.read()]);
    const service = InferenceService.parse(object);
    if (deploymentMode(service) !== 'standard')
      throw new Error('it is in Knative mode, which has no spec.canary: say mode: knative');
    return { service, kept, keptVersion: resourceVersion };
  }

  async function write(
    { service, kept, keptVersion }: Awaited<ReturnType<typeof read>>,
    wanted: { document: TrafficDocument | null; percent: number; versions: Versions; fence: number },
  ): Promise<Kept> {
    const { document, versions, fence, percent } = wanted;
    const minReplicas = minReplicasOf(service.spec, kept);
    const spec = specWith(service.spec, { router, versions, percent, minReplicas });
    const services = {
      stable: serviceOf(name, spec.predictor.name),
      candidate: serviceOf(name, nameForVersion(router.predictor, versions.candidate.version)),
    };
    const next: Kept = { document, fence, services, minReplicas, told: told(spec) };
    await record.write(next, keptVersion);
    const { resourceVersion } = service.metadata;
    await client.patch(ref, { type: 'merge', body: { metadata: { resourceVersion }, spec } });
    return next;
  }

  /** The controller gives a candidate its share before it can answer: 503 for that share of the users. */
  async function isAvailable(candidate: string): Promise<boolean> {
    const service = serviceOf(name, candidate);
    const deployment = await findDeployment(client, {
      group: 'apps',
      version: 'v1',
      plural: 'deployments',
      namespace,
      name: service,
    });
    if (!deployment) return false;
    const { availableReplicas, observedGeneration } = deployment.status;
    return availableReplicas > 0 && observedGeneration >= deployment.metadata.generation;
  }

  return {
    name: `InferenceService ${namespace}/${name}`,
    async warmUp(versions): Promise<WarmUp> {
      const now = await read();
      const candidate = nameForVersion(router.predictor, versions.candidate.version);
      const has = now.service.spec.canary?.some(({ predictor }) => predictor.name === candidate) ?? false;
      const { document = null, fence = 0 } = now.kept ?? {};
      if (!has) await write(now, { document, percent: 0, versions, fence });
      return has && (await isAvailable(candidate))
        ? { state: 'ready' }
        : { state: 'starting', text: `${serviceOf(name, candidate)} is not available yet` };
    },
    async apply(document, { versions, fence }) {
      const now = await read();
      refuseEarlierWriter(now.kept?.fence ?? null, { versions, fence });
      const percent = percentOf(document);
      const candidate = nameForVersion(router.predictor, versions.candidate.version);
      if (percent > shareNow(now.service.spec, candidate) && !(await isAvailable(candidate)))
        throw new Error(
          `${serviceOf(name, candidate)} is not available: its share would be answered with 503`,
        );
      const { services } = await write(now, { document, percent, versions, fence });
      const isDone = (object: unknown) => {
        const route = HttpRoute.parse(object);
        return routeFault(route) === null && candidateShare(route, services) === document.split.candidate;
      };
      await readUntil(client, routeRef, { isDone, withinMs: settleMs });
    },
    async observe() {
      const { service, kept } = await read();
      if (kept?.document == null)
        return { document: null, fence: kept?.fence ?? null, error: null, changedBy: null };
      return truthOf(service, {
        kept,
        document: kept.document,
        route: HttpRoute.parse(await client.get(routeRef)),
      });
    },
  };
}

/**
 * The spec with the candidate beside the stable version. The controller takes the candidate's ready replicas from the
 * stable version's least: so many are asked for in addition, that none is missing when everything goes back.
 *
 * @throws {Error} where the stable version is not what answers
 */
function specWith(
  spec: Spec,
  {
    router,
    versions,
    percent,
    minReplicas,
  }: { router: KserveRouter; versions: Versions; percent: number; minReplicas: number },
): Pick<Spec, 'predictor' | 'canary'> {
  const uriOf = (arm: 'stable' | 'candidate') => textForVersion(router.storageUri, versions[arm].version);
  const predictor = stablePredictor(spec, { uri: uriOf('stable'), version: versions.stable.version });
  const name = nameForVersion(router.predictor, versions.candidate.version);
  if (predictor.name === name) throw new Error(`${name} is the name of the stable predictor already`);
  const model = { ...predictor.model, storageUri: uriOf('candidate') };
  return {
    predictor: { ...predictor, minReplicas: minReplicas + CANARY_REPLICAS },
    canary: [{ trafficPercent: percent, predictor: { name, minReplicas: CANARY_REPLICAS, model } }],
  };
}

/** A candidate that succeeded becomes the predictor by its name, without a restart. */
function stablePredictor(
  { predictor, canary }: Spec,
  { uri, version }: { uri: string; version: string },
): Spec['predictor'] {
  if (predictor.model?.storageUri === uri) return predictor;
  const succeeded = canary?.find(({ predictor: { model } }) => model?.storageUri === uri)?.predictor;
  if (!succeeded)
    throw new Error(`${version} does not answer: its model is ${predictor.model?.storageUri ?? 'not known'}`);
  return { ...predictor, name: succeeded.name, model: succeeded.model };
}

/** Without what was added for a candidate. */
function minReplicasOf({ predictor: { minReplicas = 1 } }: Spec, kept: Kept | null): number {
  return kept && minReplicas === kept.minReplicas + CANARY_REPLICAS ? kept.minReplicas : minReplicas;
}

function told({ predictor, canary = [] }: Pick<Spec, 'predictor' | 'canary'>): string {
  const candidates = canary.map(({ trafficPercent, predictor: { name, model } }) => [
    name,
    trafficPercent,
    model?.storageUri,
  ]);
  return JSON.stringify([predictor.name, predictor.model?.storageUri, candidates]);
}

function shareNow({ canary }: Spec, name: string): number {
  return canary?.find(({ predictor }) => predictor.name === name)?.trafficPercent ?? 0;
}

function truthOf(
  service: InferenceService,
  { kept, document, route }: { kept: Kept; document: TrafficDocument; route: HttpRoute },
): Omit<RouterTruth, 'router'> {
  const { fence, services } = kept;
  const changedBy = told(service.spec) === kept.told ? null : lastOtherWriter(service);
  const candidate = candidateShare(route, services);
  if (candidate === null)
    return { document: null, fence, error: null, changedBy: changedBy ?? lastOtherWriter(route) };
  const isAsWritten = candidate === document.split.candidate;
  return {
    document: isAsWritten ? document : withCandidateShare(document, candidate),
    fence,
    error: changedBy === null ? routeFault(route) : null,
    changedBy,
  };
}

/** Null where rules do not agree, or send something elsewhere. */
function candidateShare({ spec }: HttpRoute, services: Kept['services']): number | null {
  const shares = spec.rules.map((rule) => {
    const byService = sharesOf(rule);
    const isKnown = [...byService.keys()].every(
      (service) => service === services.stable || service === services.candidate,
    );
    return isKnown && byService.size > 0 ? (byService.get(services.candidate) ?? 0) : null;
  });
  const [first = null] = shares;
  return shares.every((share) => share === first) ? first : null;
}

/** As KServe names Services and Deployments of predictors. */
function serviceOf(service: string, predictor: string | undefined): string {
  return predictor === undefined ? `${service}-predictor` : `${service}-${predictor}-predictor`;
}

async function findDeployment(client: KubernetesClient, ref: ObjectRef) {
  try {
    return Deployment.parse(await client.get(ref));
  } catch (fault) {
    if (fault instanceof KubernetesFault && fault.status === 404) return undefined;
    throw fault;
  }
}
