import { z } from 'zod';

const ManagedFields = z.looseObject({
  manager: z.string().default(''),
  operation: z.string().default(''),
  subresource: z.string().optional(),
  time: z.string().optional(),
});

const Metadata = z.looseObject({
  name: z.string(),
  namespace: z.string().optional(),
  resourceVersion: z.string(),
  /** Grows with every change of the spec, not with those of metadata or status. */
  generation: z.number().int().default(0),
  annotations: z.record(z.string(), z.string()).default({}),
  managedFields: z.array(ManagedFields).default([]),
  ownerReferences: z
    .array(z.looseObject({ kind: z.string(), name: z.string(), controller: z.boolean().optional() }))
    .default([]),
});

/** What every object of the API has. */
export const KubernetesObject = z.looseObject({ metadata: Metadata });
export type KubernetesObject = z.infer<typeof KubernetesObject>;

/** As controllers report; `observedGeneration` says which spec they mean. */
export const Conditions = z
  .array(
    z.looseObject({
      type: z.string(),
      status: z.string(),
      message: z.string().default(''),
      observedGeneration: z.number().int().optional(),
    }),
  )
  .default([]);
export type Conditions = z.infer<typeof Conditions>;

/** Where one object lives; the core group is `''`. */
export type ObjectRef = { group: string; version: string; plural: string; namespace: string; name: string };

/** The collection's path, without a host. */
export function collectionPath({ group, version, plural, namespace }: ObjectRef): string {
  const root = group === '' ? `/api/${version}` : `/apis/${group}/${version}`;
  return `${root}/namespaces/${encodeURIComponent(namespace)}/${plural}`;
}

/** Under whose name our writes stand in `managedFields`. */
export const fieldManager = 'anchorwatch';

/** Who else wrote the object last; the controller that reports its status does not count, or nobody who writes a status. */
export function lastOtherWriter({ metadata }: KubernetesObject, controller?: string): string | null {
  const others = metadata.managedFields.filter(
    ({ manager, subresource }) =>
      manager !== fieldManager &&
      (controller === undefined ? subresource !== 'status' : manager !== controller),
  );
  const latest = others.sort((a, b) => (b.time ?? '').localeCompare(a.time ?? ''))[0];
  return latest?.manager ?? null;
}
