import { z } from 'zod';
import { KubernetesObject, type ObjectRef } from '../kubernetes/kubernetes-object.ts';

const Weight = z.looseObject({ weight: z.number(), podTemplateHash: z.string().optional() });

/** `argoproj.io/v1alpha1`, of which the fields that move traffic are read; others are kept as they are. */
export const ArgoRollout = KubernetesObject.extend({
  spec: z.looseObject({
    paused: z.boolean().optional(),
    template: z.looseObject({
      spec: z.looseObject({
        containers: z.array(z.looseObject({ name: z.string(), image: z.string().optional() })),
      }),
    }),
    strategy: z.looseObject({
      canary: z
        .looseObject({
          steps: z
            .array(
              z.looseObject({
                setWeight: z.number().optional(),
                pause: z.looseObject({ duration: z.unknown() }).partial().optional(),
              }),
            )
            .default([]),
          trafficRouting: z.looseObject({}).optional(),
        })
        .optional(),
    }),
  }),
  status: z
    .looseObject({
      /** A text, unlike everywhere else. */
      observedGeneration: z.string().optional(),
      phase: z.string().default(''),
      message: z.string().default(''),
      currentStepIndex: z.number().int().nullish(),
      currentPodHash: z.string().default(''),
      stableRS: z.string().default(''),
      abort: z.boolean().default(false),
      pauseConditions: z.array(z.looseObject({ reason: z.string() })).nullish(),
      canary: z
        .looseObject({
          weights: z
            .looseObject({ canary: Weight, stable: Weight, verified: z.boolean().optional() })
            .nullish(),
        })
        .default({}),
    })
    .optional(),
});
export type ArgoRollout = z.infer<typeof ArgoRollout>;

export function argoRolloutRef(namespace: string, name: string): ObjectRef {
  return { group: 'argoproj.io', version: 'v1alpha1', plural: 'rollouts', namespace, name };
}

/**
 * The index of the step that sets this weight, which a pause without an end must follow.
 *
 * @throws {Error} where there is none: Argo Rollouts has no verb that sets a weight
 */
export function stepOfWeight({ spec }: ArgoRollout, weight: number): number {
  const { canary } = spec.strategy;
  // without it weights are counts of pods, and none is reported
  if (canary?.trafficRouting === undefined) throw new Error('it has no strategy.canary.trafficRouting');
  const index = canary.steps.findIndex(({ setWeight }, i) => {
    const pause = canary.steps[i + 1]?.pause;
    return setWeight === weight && pause !== undefined && pause.duration === undefined;
  });
  if (index < 0) throw new Error(`none of its steps has setWeight: ${weight}, followed by pause: {}`);
  return index;
}

/** Whether the latest template is the only one, with all of the traffic. */
export function isFullyPromoted({ status }: ArgoRollout): boolean {
  return status !== undefined && status.currentPodHash === status.stableRS;
}

/** Whether the status speaks of the spec as it is now. */
export function isStatusFresh({ metadata, status }: ArgoRollout): boolean {
  return status?.observedGeneration === String(metadata.generation);
}

/** @throws {Error} where there is no such container */
export function imageOf({ spec }: ArgoRollout, container: string): string {
  const image = spec.template.spec.containers.find(({ name }) => name === container)?.image;
  if (image === undefined) throw new Error(`it has no container ${container}`);
  return image;
}
