import { createHash } from 'node:crypto';
import { ArgoRollout } from '#server/traffic/argo-rollout.ts';
import { startController } from './controller.ts';
import type { JsonObject } from './json-patches.ts';
import { rolloutKind } from './object-kinds.ts';
import type { createObjectStore, StoredObject } from './object-store.ts';

type Status = NonNullable<ArgoRollout['status']> & {
  controllerPause?: boolean;
  promoteFull?: boolean;
  stepsHash?: string;
};

/**
 * Argo Rollouts' controller: a new template starts at step 0, as edited steps do; a pause is over when its condition is
 * gone while `controllerPause` stands; what is aborted has no traffic and stays so until the template changes.
 */
export function startArgoController(store: ReturnType<typeof createObjectStore>) {
  /** Images whose pods do not become available. */
  const unavailable = new Set<string>();

  function statusOf(object: StoredObject): JsonObject {
    const { metadata, spec, status } = ArgoRollout.parse(object);
    const { steps = [] } = spec.strategy.canary ?? {};
    const hash = hashOf(spec.template);
    const stepsHash = hashOf(steps);
    const was: Status = status ?? ({ currentPodHash: hash, stableRS: hash, canary: {} } as Status);
    const isNew = was.currentPodHash !== hash || (was.stepsHash !== undefined && was.stepsHash !== stepsHash);
    const next = {
      ...was,
      ...(isNew && { abort: false, controllerPause: false, pauseConditions: null, promoteFull: false }),
    };
    const image = spec.template.spec.containers[0]?.image ?? '';
    const isAvailable = !unavailable.has(image);
    const isOver = hash === was.stableRS || (next.promoteFull === true && isAvailable);
    const from = isNew || next.abort ? 0 : (was.currentStepIndex ?? 0);
    const isHeld = next.abort || spec.paused === true || !isAvailable;
    const at = isOver ? { index: steps.length } : isHeld ? { index: from } : walk(steps, from, next);
    const isDone = at.index >= steps.length;
    const stableRS = isDone ? hash : was.stableRS;
    const reached = steps.slice(0, at.index + 1).findLast(({ setWeight }) => setWeight !== undefined);
    const weight = isDone || next.abort || !isAvailable ? 0 : (reached?.setWeight ?? 0);
    return {
      observedGeneration: String(metadata.generation),
      currentPodHash: hash,
      stableRS,
      stepsHash: undefined,
      currentStepHash: stepsHash,
      currentStepIndex: at.index,
      abort: next.abort,
      promoteFull: false,
      controllerPause: 'isPaused' in at,
      pauseConditions:
        'isPaused' in at ? [{ reason: 'CanaryPauseStep', startTime: '2026-01-01T00:00:00Z' }] : null,
      ...phaseOf({ isDone, isAborted: next.abort, isPaused: 'isPaused' in at || spec.paused === true }),
      canary: {
        weights: {
          canary: { weight, podTemplateHash: hash },
          stable: { weight: 100 - weight, podTemplateHash: stableRS },
        },
      },
    };
  }

  const controller = startController(store, rolloutKind, {
    manager: 'rollouts-controller',
    statusOf: (object) => withoutUndefined(statusOf(withStepsHash(object))),
  });
  return { unavailable, ...controller };
}

/** Through the steps to the next pause. */
function walk(
  steps: NonNullable<ArgoRollout['spec']['strategy']['canary']>['steps'],
  from: number,
  { controllerPause = false, pauseConditions }: Status,
): { index: number; isPaused?: true } {
  const hasCondition = (pauseConditions ?? []).length > 0;
  let isPauseOver = controllerPause && !hasCondition;
  for (let index = from; index < steps.length; index++) {
    if (steps[index]?.pause === undefined) continue;
    if (!isPauseOver) return { index, isPaused: true };
    isPauseOver = false;
  }
  return { index: steps.length };
}

function phaseOf({
  isDone,
  isAborted,
  isPaused,
}: {
  isDone: boolean;
  isAborted: boolean;
  isPaused: boolean;
}) {
  if (isAborted) return { phase: 'Degraded', message: 'RolloutAborted: it was aborted' };
  if (isDone) return { phase: 'Healthy', message: '' };
  return isPaused
    ? { phase: 'Paused', message: 'CanaryPauseStep' }
    : { phase: 'Progressing', message: 'more replicas need to be updated' };
}

function hashOf(value: unknown): string {
  return createHash('sha256').update(JSON.stringify(value)).digest('hex').slice(0, 10);
}

/** The CRD calls it `currentStepHash`. */
function withStepsHash(object: StoredObject): StoredObject {
  const status = object['status'] as JsonObject | undefined;
  return status ? { ...object, status: { ...status, stepsHash: status['currentStepHash'] } } : object;
}

function withoutUndefined(status: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(status).filter(([, value]) => value !== undefined));
}
