import { InferenceService } from '#server/traffic/inference-service.ts';
import { startController } from './controller.ts';
import type { JsonObject } from './json-patches.ts';
import { inferenceServiceKind } from './object-kinds.ts';
import type { createObjectStore, StoredObject } from './object-store.ts';

type Revision = { name: string; template: string; storageUri: string };

/**
 * KServe on Knative as its controller has it (ksvc_reconciler.go, inference_service_status.go): any change of the pod's
 * template makes a revision, annotations included; without a percent the latest takes everything; the rest falls to what
 * was rolled out last; after a rollback of what was rolled out, to what was before that.
 */
export function startKserveController(store: ReturnType<typeof createObjectStore>) {
  const revisions = new Map<string, Revision[]>();
  /** Models that never become ready, with what their pods say, and such as are still loading. */
  const broken = new Map<string, string>();
  const loading = new Set<string>();

  function statusOf(object: StoredObject): JsonObject {
    const service = InferenceService.parse(object);
    const { name } = service.metadata;
    const known = revisions.get(name) ?? [];
    revisions.set(name, known);
    const latest = revisionOf(service, known);
    const ready = known.findLast(({ storageUri }) => !broken.has(storageUri) && !loading.has(storageUri));
    const before = service.status?.components?.predictor ?? { traffic: [] };
    const percent = service.spec.predictor.canaryTrafficPercent;
    const lastRolledout = before.latestRolledoutRevision;
    const isSplit = percent !== undefined && lastRolledout !== undefined;
    const share = isSplit ? percent : 100;
    const traffic = [
      { latestRevision: true, revisionName: ready?.name ?? '', percent: share },
      ...(isSplit && percent < 100
        ? [{ latestRevision: false, revisionName: lastRolledout, percent: 100 - percent, tag: 'prev' }]
        : []),
    ];
    return {
      deploymentMode: 'Knative',
      // of the Knative Service, which has generations of its own
      observedGeneration: known.length,
      conditions: [{ type: 'RoutesReady', status: 'True' }],
      components: {
        predictor: {
          latestCreatedRevision: latest.name,
          latestReadyRevision: ready?.name,
          ...rolledout(before, { latest, ready, share, traffic }),
          traffic,
        },
      },
      modelStatus: broken.has(latest.storageUri)
        ? {
            transitionStatus: 'BlockedByFailedLoad',
            lastFailureInfo: { reason: 'ModelLoadFailed', message: broken.get(latest.storageUri) },
          }
        : { transitionStatus: latest === ready ? 'UpToDate' : 'InProgress' },
    };
  }

  return {
    broken,
    loading,
    revisionsOf: (name: string) => (revisions.get(name) ?? []).map((revision) => revision.name),
    ...startController(store, inferenceServiceKind, { manager: 'kserve-controller-manager', statusOf }),
  };
}

function revisionOf({ metadata, spec }: InferenceService, known: Revision[]): Revision {
  const { canaryTrafficPercent: _, ...predictor } = spec.predictor;
  const template = JSON.stringify([metadata.annotations, predictor]);
  const latest = known.at(-1);
  if (latest?.template === template) return latest;
  const name = `${metadata.name}-predictor-${String(known.length + 1).padStart(5, '0')}`;
  const revision = { name, template, storageUri: predictor.model?.storageUri ?? '' };
  known.push(revision);
  return revision;
}

function rolledout(
  {
    latestRolledoutRevision: last,
    previousRolledoutRevision: previous,
  }: { latestRolledoutRevision?: string; previousRolledoutRevision?: string },
  {
    latest,
    ready,
    share,
    traffic,
  }: {
    latest: Revision;
    ready: Revision | undefined;
    share: number;
    traffic: { revisionName: string; percent: number }[];
  },
) {
  const unchanged = { latestRolledoutRevision: last, previousRolledoutRevision: previous };
  if (!ready) return unchanged;
  if (last !== ready.name)
    return share === 100
      ? { latestRolledoutRevision: ready.name, previousRolledoutRevision: last }
      : unchanged;
  const total = traffic
    .filter(({ revisionName }) => revisionName === ready.name)
    .reduce((sum, { percent }) => sum + percent, 0);
  const isTakenBack = ready === latest && share < 100 && total === 100 && previous !== undefined;
  return isTakenBack ? { ...unchanged, latestRolledoutRevision: previous } : unchanged;
}
