import { z } from 'zod';
import { type KubernetesClient, KubernetesFault } from '../kubernetes/kubernetes-client.ts';
import { type KubernetesObject, type ObjectRef } from '../kubernetes/kubernetes-object.ts';

const KEY = 'traffic';
const ConfigMap = z.looseObject({ data: z.record(z.string(), z.string()).default({}) });

/** What is remembered of a write, beside an object whose annotations must not be touched. */
export interface TrafficRecord<Kept> {
  read(): Promise<{ kept: Kept | null; resourceVersion: string | null }>;
  /** For exactly the version that was read: of two writers one fails. */
  write(kept: Kept, resourceVersion: string | null): Promise<void>;
}

/**
 * In a ConfigMap: KServe copies annotations of an InferenceService to its pods, so that one more would make another
 * revision.
 */
export function createTrafficRecord<Kept>(
  client: KubernetesClient,
  { namespace, name }: { namespace: string; name: string },
  schema: z.ZodType<Kept>,
): TrafficRecord<Kept> {
  const ref: ObjectRef = { group: '', version: 'v1', plural: 'configmaps', namespace, name };
  return {
    async read() {
      const object = await findObject(client, ref);
      if (!object) return { kept: null, resourceVersion: null };
      const text = ConfigMap.parse(object).data[KEY];
      const kept = text === undefined ? null : schema.parse(JSON.parse(text));
      return { kept, resourceVersion: object.metadata.resourceVersion };
    },
    async write(kept, resourceVersion) {
      const data = { [KEY]: JSON.stringify(kept) };
      if (resourceVersion === null)
        await client.create(ref, {
          apiVersion: 'v1',
          kind: 'ConfigMap',
          metadata: { name, namespace },
          data,
        });
      else await client.patch(ref, { type: 'merge', body: { metadata: { resourceVersion }, data } });
    },
  };
}

async function findObject(client: KubernetesClient, ref: ObjectRef): Promise<KubernetesObject | undefined> {
  try {
    return await client.get(ref);
  } catch (fault) {
    if (fault instanceof KubernetesFault && fault.status === 404) return undefined;
    throw fault;
  }
}
