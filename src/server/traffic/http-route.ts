import { z } from 'zod';
import { Conditions, KubernetesObject, type ObjectRef } from '../kubernetes/kubernetes-object.ts';

const BackendRef = z.looseObject({
  name: z.string(),
  port: z.number().int().optional(),
  weight: z.number().int().min(0).default(1),
});

const Filter = z.looseObject({
  type: z.string(),
  requestMirror: z
    .looseObject({
      backendRef: z.looseObject({ name: z.string() }),
      percent: z.number().int().optional(),
      fraction: z.object({ numerator: z.number(), denominator: z.number().default(100) }).optional(),
    })
    .optional(),
});

const Rule = z.looseObject({
  backendRefs: z.array(BackendRef).default([]),
  filters: z.array(Filter).default([]),
});
export type HttpRouteRule = z.infer<typeof Rule>;

/** `gateway.networking.k8s.io/v1`, of which the fields that split traffic are read; others are kept as they are. */
export const HttpRoute = KubernetesObject.extend({
  spec: z.looseObject({ rules: z.array(Rule).default([]) }),
  status: z
    .looseObject({ parents: z.array(z.looseObject({ conditions: Conditions })).default([]) })
    .optional(),
});
export type HttpRoute = z.infer<typeof HttpRoute>;

export function httpRouteRef(namespace: string, name: string): ObjectRef {
  return { group: 'gateway.networking.k8s.io', version: 'v1', plural: 'httproutes', namespace, name };
}

/**
 * Null when every gateway has taken the route as it stands now, else what is wrong. It says nothing of the data plane:
 * whether proxies have the weights is measured, not read.
 */
export function routeFault({ metadata, status }: HttpRoute): string | null {
  const parents = status?.parents ?? [];
  if (parents.length === 0) return 'no gateway has taken the route yet';
  for (const { conditions } of parents)
    for (const wanted of ['Accepted', 'ResolvedRefs']) {
      const condition = conditions.find(({ type }) => type === wanted);
      if (!condition || (condition.observedGeneration ?? 0) < metadata.generation)
        return `the gateway has not seen this change yet (${wanted})`;
      if (condition.status !== 'True') return `${wanted} is ${condition.status}: ${condition.message}`;
    }
  return null;
}

/** Shares by backend in basis points, rounded; empty where all weights are 0. */
export function sharesOf({ backendRefs }: HttpRouteRule): Map<string, number> {
  const total = backendRefs.reduce((sum, { weight }) => sum + weight, 0);
  const shares = new Map<string, number>();
  if (total === 0) return shares;
  for (const { name, weight } of backendRefs)
    if (weight > 0) shares.set(name, (shares.get(name) ?? 0) + Math.round((weight / total) * 10_000));
  return shares;
}
