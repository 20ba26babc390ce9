import { z } from 'zod';
import { collectionPath, fieldManager, KubernetesObject, type ObjectRef } from './kubernetes-object.ts';

/** How a cluster is reached. */
export const Cluster = z.strictObject({
  kubeconfig: z
    .string()
    .min(1)
    .optional()
    .describe('path of a kubeconfig; else the service account of the pod'),
  context: z.string().min(1).optional().describe('of the kubeconfig, where it is not its current one'),
});
export type Cluster = z.infer<typeof Cluster>;

/** The API server's refusal, in its own words. */
export class KubernetesFault extends Error {
  /** 0 where it did not answer at all. */
  readonly status: number;
  constructor(status: number, message: string) {
    super(message);
    this.name = 'KubernetesFault';
    this.status = status;
  }
}

const contentTypes = {
  merge: 'application/merge-patch+json',
  json: 'application/json-patch+json',
  apply: 'application/apply-patch+yaml',
};

/** Every patch names the resource version that it was made for, in its body; `apply` takes fields over from others. */
export type Patch = { type: keyof typeof contentTypes; body: unknown; subresource?: 'status' };

export interface KubernetesClient {
  /** @throws {KubernetesFault} as all of these do */
  get(ref: ObjectRef): Promise<KubernetesObject>;
  create(ref: ObjectRef, body: unknown): Promise<KubernetesObject>;
  patch(ref: ObjectRef, patch: Patch): Promise<KubernetesObject>;
  /** Each change after a resource version, until the server or the signal ends it; a fault of 410 when that is too old. */
  watch(
    ref: ObjectRef,
    resourceVersion: string,
    { signal, onChange }: { signal: AbortSignal; onChange: (object: KubernetesObject) => void },
  ): Promise<void>;
}

const TIMEOUT_MS = 5_000;
const Refusal = z.object({ message: z.string(), code: z.number().optional() });

/** The client library weighs 60 MB on disk and takes its time to load: it is, with the first request. */
export function createKubernetesClient(cluster: Cluster): KubernetesClient {
  let loading: ReturnType<typeof load> | undefined;

  async function load() {
    const library = await import('@kubernetes/client-node');
    const config = new library.KubeConfig();
    if (cluster.kubeconfig === undefined) config.loadFromCluster();
    else config.loadFromFile(cluster.kubeconfig);
    if (cluster.context !== undefined) config.setCurrentContext(cluster.context);
    const server = config.getCurrentCluster()?.server;
    if (server === undefined) throw new Error('the kubeconfig names no cluster');
    return { library, config, server, http: new library.IsomorphicFetchHttpLibrary() };
  }

  function loaded() {
    loading ??= load();
    loading.catch(() => (loading = undefined)); // a kubeconfig that comes later is read then
    return loading;
  }

  async function request(
    method: 'GET' | 'POST' | 'PATCH',
    path: string,
    sent?: { type: string; body: unknown },
  ): Promise<KubernetesObject> {
    const { library, config, server, http } = await loaded();
    const context = new library.RequestContext(`${server}${path}`, library.HttpMethod[method]);
    context.setHeaderParam('Accept', 'application/json');
    if (sent) {
      context.setHeaderParam('Content-Type', sent.type);
      context.setBody(JSON.stringify(sent.body));
    }
    context.setSignal(AbortSignal.timeout(TIMEOUT_MS));
    await config.applySecurityAuthentication(context);
    const { status, text } = await answered(http.send(context).toPromise());
    if (status >= 300) throw faultOf(status, text);
    return KubernetesObject.parse(JSON.parse(text));
  }

  return {
    get: (ref) => request('GET', objectPath(ref)),
    create: (ref, body) =>
      request('POST', `${collectionPath(ref)}?fieldManager=${fieldManager}`, {
        type: 'application/json',
        body,
      }),
    patch: (ref, { type, body, subresource }) => {
      const path = subresource === undefined ? objectPath(ref) : `${objectPath(ref)}/${subresource}`;
      const query =
        type === 'apply' ? `fieldManager=${fieldManager}&force=true` : `fieldManager=${fieldManager}`;
      return request('PATCH', `${path}?${query}`, { type: contentTypes[type], body });
    },
    async watch(ref, resourceVersion, { signal, onChange }) {
      const { library, config } = await loaded();
      const query = { fieldSelector: `metadata.name=${ref.name}`, resourceVersion };
      const ended = Promise.withResolvers<void>();
      let refused: KubernetesFault | undefined;
      const end = (fault?: Error & { statusCode?: number }) => {
        if (refused !== undefined) ended.reject(refused);
        else if (fault?.statusCode === undefined) ended.resolve();
        else ended.reject(new KubernetesFault(fault.statusCode, fault.message));
      };
      const take = (type: string, object: unknown) => {
        if (type !== 'ERROR') return onChange(KubernetesObject.parse(object));
        const { message, code } = Refusal.parse(object);
        refused = new KubernetesFault(code ?? 500, message);
      };
      const controller = await new library.Watch(config).watch(collectionPath(ref), query, take, end);
      signal.addEventListener('abort', () => controller.abort());
      if (signal.aborted) controller.abort();
      await ended.promise;
    },
  };
}

function objectPath(ref: ObjectRef): string {
  return `${collectionPath(ref)}/${encodeURIComponent(ref.name)}`;
}

async function answered(
  sent: Promise<{ httpStatusCode: number; body: { text(): Promise<string> } }>,
): Promise<{ status: number; text: string }> {
  try {
    const { httpStatusCode, body } = await sent;
    return { status: httpStatusCode, text: await body.text() };
  } catch (fault) {
    const { message, cause } = fault as Error;
    throw new KubernetesFault(0, cause instanceof Error ? cause.message : message);
  }
}

function faultOf(status: number, text: string): KubernetesFault {
  try {
    return new KubernetesFault(status, Refusal.parse(JSON.parse(text)).message);
  } catch {
    return new KubernetesFault(status, `the API server answered with ${status}`);
  }
}
