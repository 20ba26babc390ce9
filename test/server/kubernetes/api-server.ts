import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createKubernetesClient } from '#server/kubernetes/kubernetes-client.ts';
import { type JsonObject, jsonPatched, mergePatched } from './json-patches.ts';
import {
  type ChangeEvent,
  createObjectStore,
  keyOf,
  type ObjectKind,
  Refusal,
  type StoredObject,
} from './object-store.ts';

/** Of a Role; without resource names it is of all. */
export type RbacRule = {
  apiGroups: string[];
  resources: string[];
  resourceNames?: string[];
  verbs: string[];
};
/** What happens to the next request of that verb: a status, a connection cut before or after it was done, or somebody who comes first. */
export type Accident = { verb: string; how: number | 'cutBefore' | 'cutAfter' | (() => void) };

type Target = { kind: ObjectKind; namespace: string; name?: string; subresource?: string };
type Asked = { verb: string; target: Target; url: URL; body: string; contentType: string };

const TOKEN = 'token-of-anchorwatch';

/** A Kubernetes API server with the kinds and the rules that it is given, over HTTP. */
export async function startApiServer(kinds: readonly ObjectKind[], rules: readonly RbacRule[]) {
  const store = createObjectStore();
  const accidents: Accident[] = [];
  const requests: { verb: string; path: string; contentType: string; body: string }[] = [];
  const watchers = new Set<http.ServerResponse>();
  let goneAs: 'event' | 'status' = 'event';

  const server = http.createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      try {
        serve(request, response, Buffer.concat(chunks).toString());
      } catch (fault) {
        refuse(response, fault);
      }
    });
  });

  function serve(request: http.IncomingMessage, response: http.ServerResponse, body: string): void {
    if (request.headers.authorization !== `Bearer ${TOKEN}`)
      throw new Refusal(401, 'Unauthorized', 'Unauthorized');
    const url = new URL(request.url ?? '/', 'http://api');
    const target = targetOf(url.pathname);
    const verb = verbOf(request.method ?? '', url, target);
    const contentType = request.headers['content-type'] ?? '';
    requests.push({ verb, path: url.pathname, contentType, body });
    authorize(verb, target, url);
    const accident = takeAccident(verb);
    if (accident?.how === 'cutBefore') return void request.socket.destroy();
    if (typeof accident?.how === 'number')
      throw new Refusal(accident.how, 'InternalError', 'an accident of the API server');
    if (typeof accident?.how === 'function') accident.how();
    if (verb === 'watch') return watch(url, target, response);
    const answer = act({ verb, target, url, body, contentType });
    if (accident?.how === 'cutAfter') return void request.socket.destroy();
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify(answer));
  }

  function act({ verb, target, url, body, contentType }: Asked): StoredObject {
    const { kind, namespace, name } = target;
    const manager = url.searchParams.get('fieldManager') ?? 'unknown';
    if (verb === 'create') {
      const object = JSON.parse(body) as JsonObject;
      return store.create(kind, object, { manager, operation: 'Update' });
    }
    const key = keyOf(kind, namespace, name ?? '');
    if (verb === 'get') return store.get(key);
    const patch: unknown = JSON.parse(body);
    const writer = {
      manager,
      operation: 'Update' as const,
      ...(target.subresource === 'status' && { subresource: 'status' as const }),
    };
    switch (contentType) {
      case 'application/merge-patch+json':
        return store.update(kind, key, (object) => mergePatched(object, patch) as JsonObject, writer);
      case 'application/json-patch+json':
        return store.update(kind, key, (object) => jsonOrInvalid(object, patch), writer);
      case 'application/apply-patch+yaml':
        return store.apply(kind, key, patch as JsonObject, {
          manager,
          force: url.searchParams.get('force') === 'true',
        });
      default:
        throw new Refusal(415, 'UnsupportedMediaType', `the body of the request was ${contentType}`);
    }
  }

  function watch(url: URL, { kind, namespace }: Target, response: http.ServerResponse): void {
    const name = url.searchParams.get('fieldSelector')?.replace('metadata.name=', '') ?? '';
    const key = keyOf(kind, namespace, name);
    const send = (type: string, object: unknown) => response.write(`${JSON.stringify({ type, object })}\n`);
    let missed: ChangeEvent[];
    try {
      missed = store.since(Number(url.searchParams.get('resourceVersion')));
    } catch (fault) {
      if (goneAs === 'status' || !(fault instanceof Refusal)) throw fault;
      send('ERROR', statusOf(fault));
      return void response.end();
    }
    watchers.add(response);
    const take = (event: ChangeEvent) => event.key === key && send(event.type, event.object);
    response.writeHead(200, { 'content-type': 'application/json' });
    response.flushHeaders();
    missed.forEach(take);
    const stop = store.onChange(take);
    response.on('close', () => {
      stop();
      watchers.delete(response);
    });
  }

  function targetOf(path: string): Target {
    const [, root, ...rest] = path.split('/');
    const [group = '', version, , namespace = '', plural, name, subresource] =
      root === 'api' ? ['', ...rest] : rest;
    const kind = kinds.find(
      (known) => known.group === group && known.version === version && known.plural === plural,
    );
    if (!kind) throw new Refusal(404, 'NotFound', 'the server could not find the requested resource');
    return { kind, namespace, ...(name && { name }), ...(subresource && { subresource }) };
  }

  function authorize(verb: string, { kind, name, subresource }: Target, url: URL): void {
    const resource = subresource === undefined ? kind.plural : `${kind.plural}/${subresource}`;
    const named = name ?? url.searchParams.get('fieldSelector')?.replace('metadata.name=', '');
    const isAllowed = rules.some(
      ({ apiGroups, resources, resourceNames, verbs }) =>
        apiGroups.includes(kind.group) &&
        resources.includes(resource) &&
        verbs.includes(verb) &&
        // a creation has no name yet
        (resourceNames === undefined || (verb !== 'create' && resourceNames.includes(named ?? ''))),
    );
    if (!isAllowed) {
      const what = `${resource}.${kind.group} "${named ?? ''}" is forbidden`;
      throw new Refusal(
        403,
        'Forbidden',
        `${what}: User "anchorwatch" cannot ${verb} resource "${resource}"`,
      );
    }
  }

  function takeAccident(verb: string): Accident | undefined {
    const index = accidents.findIndex((accident) => accident.verb === verb);
    return index < 0 ? undefined : accidents.splice(index, 1)[0];
  }

  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const folder = mkdtempSync(join(tmpdir(), 'kubernetes-'));
  const kubeconfig = join(folder, 'kubeconfig');
  writeFileSync(kubeconfig, kubeconfigOf(port));

  return {
    store,
    accidents,
    requests,
    cluster: { kubeconfig },
    client: createKubernetesClient({ kubeconfig }),
    /** How it says that a resource version is too old: both ways are met in practice. */
    saysGoneAs: (way: typeof goneAs) => (goneAs = way),
    watcherCount: () => watchers.size,
    /** Connections end, and what was watched before cannot be watched on. */
    restart() {
      server.closeAllConnections();
      store.compact();
    },
    async stop() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      rmSync(folder, { recursive: true });
    },
  };
}
export type ApiServer = Awaited<ReturnType<typeof startApiServer>>;

function verbOf(method: string, url: URL, { name }: Target): string {
  if (method === 'PATCH') return 'patch';
  if (method === 'POST') return 'create';
  if (url.searchParams.get('watch') === 'true') return 'watch';
  return name === undefined ? 'list' : 'get';
}

function jsonOrInvalid(object: JsonObject, patch: unknown): JsonObject {
  try {
    return jsonPatched(object, patch as Parameters<typeof jsonPatched>[1]);
  } catch (fault) {
    throw new Refusal(422, 'Invalid', `the server rejected our request: ${(fault as Error).message}`);
  }
}

function statusOf({ code, reason, message }: Refusal): JsonObject {
  return { kind: 'Status', apiVersion: 'v1', status: 'Failure', reason, message, code };
}

function refuse(response: http.ServerResponse, fault: unknown): void {
  const refusal = fault instanceof Refusal ? fault : new Refusal(500, 'InternalError', String(fault));
  response.writeHead(refusal.code, { 'content-type': 'application/json' });
  response.end(JSON.stringify(statusOf(refusal)));
}

function kubeconfigOf(port: number): string {
  return `
apiVersion: v1
kind: Config
current-context: test
contexts: [{ name: test, context: { cluster: test, user: anchorwatch } }]
clusters: [{ name: test, cluster: { insecure-skip-tls-verify: true, server: "http://127.0.0.1:${port}" } }]
users: [{ name: anchorwatch, user: { token: ${TOKEN} } }]
`;
}
