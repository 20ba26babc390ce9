import { z } from 'zod';
import type { TrafficAdapter, TrafficWrite, WarmUp } from '#api/traffic-adapter.ts';
import type { RouterTruth } from '#contract/rollout.ts';
import { TrafficDocument } from '#contract/traffic.ts';
import { Cluster } from '../kubernetes/kubernetes-client.ts';
import { lastOtherWriter } from '../kubernetes/kubernetes-object.ts';
import { readUntil } from '../kubernetes/read-until.ts';
import {
  ArgoRollout,
  argoRolloutRef,
  imageOf,
  isFullyPromoted,
  isStatusFresh,
  stepOfWeight,
} from './argo-rollout.ts';
import type { DeploymentReader } from './deployment-reader.ts';
import {
  type Clusters,
  createKubernetesAdapter,
  type KubernetesRouter,
  percentOf,
  refuseEarlierWriter,
  withCandidateShare,
} from './kubernetes-adapter.ts';
import { textForVersion, VersionTemplate } from './version-template.ts';

/** A Rollout of Argo that answers for a stage. */
export const ArgoRolloutsRouter = Cluster.extend({
  namespace: z.string().min(1),
  rollout: z.string().min(1),
  container: z.string().min(1).describe('of its pods, whose image is the version'),
  image: VersionTemplate.describe('of a version, such as registry.example.org/asr:{version}'),
  weights: z
    .array(z.number().int().min(0).max(100))
    .min(2)
    .refine((weights) => weights.includes(0) && weights.includes(100), { error: 'needs 0 and 100' })
    .describe('percents that its steps set, each followed by a pause without an end'),
});
export type ArgoRolloutsRouter = z.infer<typeof ArgoRolloutsRouter>;

const ANNOTATION = 'anchorwatch.io/traffic';
/** As its own controller signs its reports. */
const CONTROLLER = 'rollouts-controller';
const Written = z.object({
  document: TrafficDocument.nullable(),
  fence: z.number().int(),
  images: z.object({ stable: z.string(), candidate: z.string() }),
  stableHash: z.string().describe('of the pods that the stable version answers from'),
});
type Written = z.infer<typeof Written>;
type Wanted = Pick<Written, 'document' | 'fence' | 'images'>;

/**
 * Moves the traffic of one stage by moving a Rollout to the step with the wanted weight, forwards and backwards: it has
 * no other way to set one. It is never finished by us before the next rollout begins, so that the way back is a step.
 */
export function createArgoRolloutsAdapter(
  routers: readonly ArgoRolloutsRouter[],
  clusters: Clusters,
  deployment: DeploymentReader,
): TrafficAdapter {
  const [first, ...others] = routers;
  const common = first?.weights.filter((weight) => others.every(({ weights }) => weights.includes(weight)));
  return createKubernetesAdapter(
    {
      name: 'argo-rollouts',
      source: 'Rollouts of Argo, by the API server',
      capabilities: {
        smallestShare: 100,
        onlyShares: (common ?? []).map((weight) => weight * 100),
        mirror: 'none',
        stickyKey: false,
        force: false,
        audit: false,
        cautions: ['each request is drawn for itself: a user meets both versions'],
      },
    },
    routers.map((router) => rolloutOf(router, clusters)),
    deployment,
  );
}

function rolloutOf(router: ArgoRolloutsRouter, { clientOf, settleMs }: Clusters): KubernetesRouter {
  const { namespace, rollout: name, container } = router;
  const client = clientOf(router);
  const ref = argoRolloutRef(namespace, name);
  const read = async () => ArgoRollout.parse(await client.get(ref));
  const truthNow = (rollout: ArgoRollout) => truthOf(rollout, imageOf(rollout, container));

  /** What we mean, and the image where it changes, in one patch for the version that was read. */
  async function write(rollout: ArgoRollout, wanted: Wanted, image?: string): Promise<ArgoRollout> {
    const written: Written = {
      ...wanted,
      stableHash: stableHashOf(rollout, wanted, imageOf(rollout, container)),
    };
    const { containers } = rollout.spec.template.spec;
    const changed = containers.map((each) => (each.name === container ? { ...each, image } : each));
    const body = {
      metadata: {
        resourceVersion: rollout.metadata.resourceVersion,
        annotations: { [ANNOTATION]: JSON.stringify(written) },
      },
      ...(image !== undefined && { spec: { template: { spec: { containers: changed } } } }),
    };
    return ArgoRollout.parse(await client.patch(ref, { type: 'merge', body }));
  }

  async function writeStatus({ metadata: { resourceVersion } }: ArgoRollout, status: object): Promise<void> {
    const body = { metadata: { resourceVersion }, status };
    await client.patch(ref, { type: 'merge', subresource: 'status', body });
  }

  /** A status that is left in its controller's pause would be taken for a pause that is over, and the next one skipped. */
  async function moveTo(rollout: ArgoRollout, step: number): Promise<void> {
    const index = rollout.status?.currentStepIndex ?? 0;
    const isThere = (index === step || index === step + 1) && rollout.status?.abort !== true;
    if (isThere) return;
    await writeStatus(rollout, {
      pauseConditions: null,
      controllerPause: false,
      currentStepIndex: step,
      ...(rollout.status?.abort && { abort: false }),
    });
  }

  return {
    name: `Rollout ${namespace}/${name}`,
    async warmUp(versions): Promise<WarmUp> {
      const rollout = await read();
      for (const weight of router.weights) stepOfWeight(rollout, weight);
      const images = imagesOf(router, versions);
      const image = imageOf(rollout, container);
      if (!isStatusFresh(rollout)) return starting('its controller has not seen the latest change yet');
      if (image === images.candidate) return warmth(rollout);
      if (image === images.stable && !isFullyPromoted(rollout)) {
        await writeStatus(rollout, { promoteFull: true });
        return starting(`${versions.stable.version} is promoted first`);
      }
      const { document = null, fence = 0 } = writtenOn(rollout) ?? {};
      await write(rollout, { document, fence, images }, images.candidate);
      return starting(`${versions.candidate.version} is to come`);
    },
    async apply(document, { versions, fence }) {
      const rollout = await read();
      refuseEarlierWriter(writtenOn(rollout)?.fence ?? null, { versions, fence });
      const percent = percentOf(document);
      const step = stepOfWeight(rollout, percent);
      const wanted: Wanted = { document, fence, images: imagesOf(router, versions) };
      const image = imageOf(rollout, container);
      if (rollout.spec.paused && percent > 0) throw new Error('somebody has paused it');
      if (image === wanted.images.candidate && !isFullyPromoted(rollout)) {
        await moveTo(await write(rollout, wanted), step);
      } else if (image === wanted.images.candidate && percent === 0) {
        // somebody has promoted it: the way back is a rollout of its own, without its steps
        await write(rollout, wanted, wanted.images.stable);
        throw new Error(`${versions.stable.version} is put back where it was promoted: it starts anew`);
      } else if (image === wanted.images.stable && percent === 0) {
        const after = await write(rollout, wanted);
        if (!isFullyPromoted(after)) await writeStatus(after, { promoteFull: true });
      } else if (image === wanted.images.stable) {
        await write(rollout, wanted, wanted.images.candidate);
        throw new Error(`${versions.candidate.version} starts first`);
      } else if (image === wanted.images.candidate && percent === 100) {
        await write(rollout, wanted);
      } else {
        const isKnown = image === wanted.images.candidate;
        throw new Error(isKnown ? 'somebody has promoted it' : `it runs ${image}, which is neither version`);
      }
      const isDone = (object: unknown) => {
        const { document: found, error } = truthNow(ArgoRollout.parse(object));
        return error === null && found?.split.candidate === document.split.candidate;
      };
      await readUntil(client, ref, { isDone, withinMs: settleMs });
    },
    async observe() {
      return truthNow(await read());
    },
  };
}

function imagesOf(router: ArgoRolloutsRouter, versions: TrafficWrite['versions']): Written['images'] {
  const imageFor = (arm: 'stable' | 'candidate') => textForVersion(router.image, versions[arm].version);
  return { stable: imageFor('stable'), candidate: imageFor('candidate') };
}

function writtenOn({ metadata }: ArgoRollout): Written | null {
  const text = metadata.annotations[ANNOTATION];
  return text === undefined ? null : Written.parse(JSON.parse(text));
}

/**
 * From which pods the stable version answers: what a rollback rests on.
 *
 * @throws {Error} where it is not known that they are the stable version's
 */
function stableHashOf(rollout: ArgoRollout, { images }: Wanted, image: string): string {
  const known = writtenOn(rollout);
  const { stableRS = '', currentPodHash = '' } = rollout.status ?? {};
  if (image === images.stable) return currentPodHash;
  if (known?.images.stable === images.stable && known.stableHash === stableRS) return stableRS;
  if (known?.images.stable === images.stable && image === images.candidate) return known.stableHash;
  throw new Error(`${images.stable} does not answer: its image is ${image}`);
}

function warmth(rollout: ArgoRollout): WarmUp {
  const { phase = '', message = '' } = rollout.status ?? {};
  if (isFullyPromoted(rollout)) return { state: 'failed', text: 'somebody has promoted it' };
  if (phase === 'Degraded') return { state: 'failed', text: message };
  return phase === 'Paused' ? { state: 'ready' } : starting(message || 'its pods are not available yet');
}

function starting(text: string): WarmUp {
  return { state: 'starting', text };
}

/** What Argo reports; `setWeight` of the step only says what it was told. */
function truthOf(rollout: ArgoRollout, image: string): Omit<RouterTruth, 'router'> {
  const written = writtenOn(rollout);
  const nothing = { document: null, fence: written?.fence ?? null, error: null, changedBy: null };
  if (written?.document == null) return nothing;
  if (!isStatusFresh(rollout))
    return { ...nothing, error: 'its controller has not seen the latest change yet' };
  const { document, fence, images } = written;
  if (!Object.values(images).includes(image))
    return { ...nothing, changedBy: lastOtherWriter(rollout, CONTROLLER) };
  const share = candidateShare(rollout, { image, images });
  if (typeof share === 'string') return { ...nothing, error: share };
  return share === document.split.candidate
    ? { document, fence, error: null, changedBy: null }
    : {
        document: withCandidateShare(document, share),
        fence,
        error: null,
        changedBy: lastOtherWriter(rollout, CONTROLLER),
      };
}

/** In basis points, or why it is not known. */
function candidateShare(
  rollout: ArgoRollout,
  { image, images }: { image: string; images: Written['images'] },
): number | string {
  if (isFullyPromoted(rollout)) return image === images.candidate ? 10_000 : 0;
  if (image === images.stable) return 'it goes back to the stable version';
  const { canary, currentPodHash, message = '' } = rollout.status ?? {};
  const weights = canary?.weights;
  if (!weights) return `it reports no weights: ${message}`;
  if (weights.canary.weight > 0 && weights.canary.podTemplateHash !== currentPodHash)
    return 'its weights are of other pods';
  if (weights.verified === false) return 'the load balancer has not confirmed the weights';
  return Math.round(weights.canary.weight * 100);
}
