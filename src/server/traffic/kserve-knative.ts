import { z } from 'zod';
import type { TrafficWrite, WarmUp } from '#api/traffic-adapter.ts';
import type { RouterTruth } from '#contract/rollout.ts';
import { TrafficDocument } from '#contract/traffic.ts';
import { lastOtherWriter } from '../kubernetes/kubernetes-object.ts';
import { readUntil } from '../kubernetes/read-until.ts';
import { deploymentMode, InferenceService, inferenceServiceRef } from './inference-service.ts';
import {
  type Clusters,
  type KubernetesRouter,
  percentOf,
  refuseEarlierWriter,
  withCandidateShare,
} from './kubernetes-adapter.ts';
import type { KserveRouter } from './kserve-router.ts';
import { createTrafficRecord } from './traffic-record.ts';
import { textForVersion } from './version-template.ts';

/** Written before the InferenceService is, with what it will be then: a third party's change shows against it. */
const Kept = z.object({
  document: TrafficDocument.nullable(),
  fence: z.number().int(),
  arms: z.object({ stable: z.string(), candidate: z.string() }).describe('versions'),
  revisions: z.object({ stable: z.string(), candidate: z.string() }),
  spec: z.object({ storageUri: z.string().optional(), percent: z.number().optional() }),
  generation: z.number().int(),
});
type Kept = z.infer<typeof Kept>;
type Versions = TrafficWrite['versions'];
type Status = NonNullable<NonNullable<NonNullable<InferenceService['status']>['components']>['predictor']>;

/**
 * KServe on Knative: the candidate's model and `canaryTrafficPercent` are one patch, because without the percent the new
 * revision would get everything. The truth is `traffic` of the status, by the names of revisions; its
 * `observedGeneration` is that of another object and says nothing.
 */
export function kserveKnativeRouter(
  router: KserveRouter,
  { clientOf, settleMs }: Clusters,
): KubernetesRouter {
  const { namespace, name, storageUri } = router;
  const client = clientOf(router);
  const ref = inferenceServiceRef(namespace, name);
  const uriOf = (version: string) => textForVersion(storageUri, version);
  const record = createTrafficRecord(client, { namespace, name: `anchorwatch-${name}` }, Kept);

  async function read() {
    const [object, { kept, resourceVersion }] = await Promise.all([client.get(ref), record.read()]);
    const service = InferenceService.parse(object);
    if (deploymentMode(service) !== 'knative')
      throw new Error('it is in Standard mode, where canaryTrafficPercent is ignored: say mode: standard');
    return { service, kept, keptVersion: resourceVersion };
  }

  /** Record first, then the patch, each for the version that was read: a dead writer's leftovers match nothing. */
  async function write(
    { service, kept, keptVersion }: Awaited<ReturnType<typeof read>>,
    wanted: { document: TrafficDocument | null; spec: Kept['spec']; versions: Versions; fence: number },
  ): Promise<Kept> {
    const { versions, document, spec, fence } = wanted;
    const isSame = isSameSpec(spec, specOf(service));
    const next: Kept = {
      document,
      fence,
      arms: { stable: versions.stable.version, candidate: versions.candidate.version },
      revisions: revisionsFor(service, kept, { versions, uriOf }),
      spec,
      generation: service.metadata.generation + (isSame ? 0 : 1),
    };
    await record.write(next, keptVersion);
    if (isSame) return next;
    const { resourceVersion } = service.metadata;
    const predictor = { canaryTrafficPercent: spec.percent, model: { storageUri: spec.storageUri } };
    await client.patch(ref, { type: 'merge', body: { metadata: { resourceVersion }, spec: { predictor } } });
    return next;
  }

  return {
    name: `InferenceService ${namespace}/${name}`,
    async warmUp(versions): Promise<WarmUp> {
      const now = await read();
      const { service, kept } = now;
      const candidateUri = uriOf(versions.candidate.version);
      if (kept && isOf(kept, versions) && modelOf(service) === candidateUri)
        return warmth(service, kept.revisions.candidate);
      const spec = { storageUri: candidateUri, percent: 0 };
      const { document = null, fence = 0 } = kept ?? {};
      const { revisions } = await write(now, { document, spec, versions, fence });
      return { state: 'starting', text: `revision ${revisions.candidate} is to come` };
    },
    async apply(document, { versions, fence }) {
      const now = await read();
      refuseEarlierWriter(now.kept?.fence ?? null, { versions, fence });
      const percent = percentOf(document);
      // with the stable model alone in it nothing goes to a candidate, and none is started to give it nothing
      const hasNone = percent === 0 && modelOf(now.service) === uriOf(versions.stable.version);
      const spec = hasNone ? specOf(now.service) : { storageUri: uriOf(versions.candidate.version), percent };
      const kept = await write(now, { document, spec, versions, fence });
      const isDone = (object: unknown) => {
        const { document: read, error } = truthOf(InferenceService.parse(object), kept);
        return error === null && read?.split.candidate === document.split.candidate;
      };
      await readUntil(client, ref, { isDone, withinMs: settleMs });
    },
    async observe() {
      const { service, kept } = await read();
      return truthOf(service, kept);
    },
  };
}

/**
 * Which revision is which arm. A new model makes the next revision, by Knative's numbers; which one the others fall to
 * is what the controller calls the latest rolled out.
 *
 * @throws {Error} where that cannot be known, and a share would go to a version that nobody meant
 */
function revisionsFor(
  service: InferenceService,
  kept: Kept | null,
  { versions, uriOf }: { versions: Versions; uriOf: (version: string) => string },
): Kept['revisions'] {
  const model = modelOf(service);
  const status = predictorOf(service);
  if (model === uriOf(versions.candidate.version)) {
    if (kept && isOf(kept, versions)) return kept.revisions;
    throw new Error(
      `somebody else has put ${versions.candidate.version} there: put ${versions.stable.version} back first`,
    );
  }
  const { latestCreatedRevision: created } = status;
  if (created === undefined) throw new Error('it has no revision yet');
  const stable = model === uriOf(versions.stable.version) ? created : rolledBackTo(kept, versions);
  if (stable === undefined || (sharesOf(status).get(stable) ?? 0) < 100)
    throw new Error(
      `${versions.stable.version} does not answer everything: its model is ${model ?? 'not known'}`,
    );
  return { stable, candidate: successorOf(created) };
}

/** After a rollback the object names the former candidate, and the stable version's revision answers. */
function rolledBackTo(kept: Kept | null, { stable }: Versions): string | undefined {
  if (kept?.arms.stable === stable.version) return kept.revisions.stable;
  return kept?.arms.candidate === stable.version ? kept.revisions.candidate : undefined;
}

function warmth(service: InferenceService, candidate: string): WarmUp {
  const { latestCreatedRevision: created, latestReadyRevision: ready } = predictorOf(service);
  const modelStatus = service.status?.modelStatus;
  if (ready === candidate) return { state: 'ready' };
  if (created !== undefined && numberOf(created) > numberOf(candidate))
    return { state: 'failed', text: `somebody else has made revision ${created}` };
  if (
    created === candidate &&
    ['BlockedByFailedLoad', 'InvalidSpec'].includes(modelStatus?.transitionStatus ?? '')
  )
    return { state: 'failed', text: modelStatus?.lastFailureInfo?.message ?? 'the model cannot be loaded' };
  return { state: 'starting', text: `revision ${candidate} is not ready yet` };
}

function truthOf(service: InferenceService, kept: Kept | null): Omit<RouterTruth, 'router'> {
  const nothing = { document: null, fence: kept?.fence ?? null, error: null, changedBy: null };
  if (kept?.document == null) return nothing;
  const { document, fence, revisions, generation } = kept;
  if (service.metadata.generation < generation)
    return { ...nothing, error: 'it was recorded, and is not written yet' };
  const status = predictorOf(service);
  const created = status.latestCreatedRevision;
  const shares = sharesOf(status);
  const others = [...shares.keys()].filter((revision) => !Object.values(revisions).includes(revision));
  // another revision than the one that was tried: its share is not the candidate's
  const isNewer = created !== undefined && numberOf(created) > numberOf(revisions.candidate);
  const isTouched = service.metadata.generation > generation || !isSameSpec(specOf(service), kept.spec);
  const changedBy = isNewer || isTouched ? lastOtherWriter(service) : null;
  if (isNewer || others.length > 0)
    return { ...nothing, changedBy: changedBy ?? `revision ${others.join() || created}` };
  const candidate = (shares.get(revisions.candidate) ?? 0) * 100;
  const routes = service.status?.conditions.find(({ type }) => type === 'RoutesReady');
  if (changedBy === null && routes?.status === 'False')
    return { ...nothing, error: `RoutesReady is False: ${routes.message}` };
  const isAsWritten = candidate === document.split.candidate;
  return {
    document: isAsWritten ? document : withCandidateShare(document, candidate),
    fence,
    error: null,
    changedBy,
  };
}

function sharesOf({ traffic }: Status): Map<string, number> {
  const shares = new Map<string, number>();
  for (const { revisionName, percent } of traffic)
    if (percent > 0) shares.set(revisionName, (shares.get(revisionName) ?? 0) + percent);
  return shares;
}

function predictorOf({ status }: InferenceService): Status {
  return status?.components?.predictor ?? { traffic: [] };
}

function modelOf({ spec }: InferenceService): string | undefined {
  return spec.predictor.model?.storageUri;
}

function specOf(service: InferenceService): Kept['spec'] {
  const { model, canaryTrafficPercent } = service.spec.predictor;
  return { storageUri: model?.storageUri, percent: canaryTrafficPercent };
}

function isSameSpec(a: Kept['spec'], b: Kept['spec']): boolean {
  return a.storageUri === b.storageUri && a.percent === b.percent;
}

function isOf({ arms }: Kept, { stable, candidate }: Versions): boolean {
  return arms.stable === stable.version && arms.candidate === candidate.version;
}

/** Knative numbers revisions by the generation of their template: asr-predictor-00001, asr-predictor-00002 … */
function successorOf(revision: string): string {
  return revision.replace(/\d+$/, (digits) => String(Number(digits) + 1).padStart(digits.length, '0'));
}

function numberOf(revision: string): number {
  return Number(/\d+$/.exec(revision)?.[0] ?? Number.NaN);
}
