import { z } from 'zod';
import { Conditions, KubernetesObject, type ObjectRef } from '../kubernetes/kubernetes-object.ts';

const Model = z.looseObject({ storageUri: z.string().optional() });
const Predictor = z.looseObject({
  name: z.string().optional(),
  minReplicas: z.number().int().optional(),
  canaryTrafficPercent: z.number().int().optional(),
  model: Model.optional(),
});

/** `serving.kserve.io/v1beta1`, of which the fields that move traffic are read; others are kept as they are. */
export const InferenceService = KubernetesObject.extend({
  spec: z.looseObject({
    predictor: Predictor,
    canary: z
      .array(
        z.looseObject({
          trafficPercent: z.number().int(),
          predictor: Predictor.extend({ name: z.string() }),
        }),
      )
      .optional(),
  }),
  status: z
    .looseObject({
      conditions: Conditions,
      deploymentMode: z.string().optional(),
      components: z
        .looseObject({
          predictor: z
            .looseObject({
              latestCreatedRevision: z.string().optional(),
              latestReadyRevision: z.string().optional(),
              latestRolledoutRevision: z.string().optional(),
              previousRolledoutRevision: z.string().optional(),
              traffic: z
                .array(
                  z.looseObject({ revisionName: z.string().default(''), percent: z.number().default(0) }),
                )
                .default([]),
            })
            .optional(),
        })
        .optional(),
      modelStatus: z
        .looseObject({
          transitionStatus: z.string().default(''),
          lastFailureInfo: z.looseObject({ message: z.string().default('') }).optional(),
        })
        .optional(),
    })
    .optional(),
});
export type InferenceService = z.infer<typeof InferenceService>;

export function inferenceServiceRef(namespace: string, name: string): ObjectRef {
  return { group: 'serving.kserve.io', version: 'v1beta1', plural: 'inferenceservices', namespace, name };
}

/** As its controller says; before it has, as the annotation asks. Knative was the default for long. */
export function deploymentMode({ metadata, status }: InferenceService): 'knative' | 'standard' {
  const mode =
    status?.deploymentMode ?? metadata.annotations['serving.kserve.io/deploymentMode'] ?? 'Knative';
  return ['Standard', 'RawDeployment'].includes(mode) ? 'standard' : 'knative';
}
