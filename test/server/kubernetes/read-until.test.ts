import { afterEach, describe, expect, it } from 'vitest';
import { createKubernetesClient, KubernetesFault } from '#server/kubernetes/kubernetes-client.ts';
import type { KubernetesObject, ObjectRef } from '#server/kubernetes/kubernetes-object.ts';
import { readUntil } from '#server/kubernetes/read-until.ts';
import { type ApiServer, startApiServer } from './api-server.ts';
import { configMapKind } from './object-kinds.ts';
import { keyOf } from './object-store.ts';

const servers: ApiServer[] = [];
afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.stop()));
});

const everything = [
  { apiGroups: [''], resources: ['configmaps'], verbs: ['get', 'create', 'patch', 'watch'] },
];
const ref: ObjectRef = { group: '', version: 'v1', plural: 'configmaps', namespace: 'models', name: 'asr' };
const key = keyOf(configMapKind, 'models', 'asr');
const somebody = { manager: 'somebody', operation: 'Update' } as const;
const valueOf = (object: KubernetesObject) => (object['data'] as { value: string }).value;

async function serverWith(value: string) {
  const server = await startApiServer([configMapKind], everything);
  servers.push(server);
  await server.client.create(ref, { metadata: { name: 'asr', namespace: 'models' }, data: { value } });
  const set = (next: string) =>
    server.store.update(configMapKind, key, (object) => ({ ...object, data: { value: next } }), somebody);
  const wait = (wanted: string, withinMs = 5_000) =>
    readUntil(server.client, ref, { isDone: (object) => valueOf(object) === wanted, withinMs });
  return { server, set, wait };
}

describe('reading until something is so', () => {
  it('watches from what it read, and ends with the change', async () => {
    const { server, set, wait } = await serverWith('old');
    const waiting = wait('new');
    await expect.poll(server.watcherCount).toBe(1);
    set('between');
    set('new');

    expect(valueOf(await waiting)).toBe('new');
    await expect.poll(server.watcherCount).toBe(0);
    expect(server.requests.filter(({ verb }) => verb === 'get')).toHaveLength(1);
  });

  it('goes on after a restart of the server', async () => {
    const { server, set, wait } = await serverWith('old');
    const waiting = wait('new');
    await expect.poll(server.watcherCount).toBe(1);
    server.restart();
    set('new');

    expect(valueOf(await waiting)).toBe('new');
  });

  it.each(['event', 'status'] as const)('reads anew where its version is too old (as %s)', async (way) => {
    const { server, set, wait } = await serverWith('old');
    server.saysGoneAs(way);
    const how = () => {
      server.store.compact();
      set('new');
    };
    server.accidents.push({ verb: 'watch', how });

    expect(valueOf(await wait('new'))).toBe('new');
  });

  it('tells a watch from too old a version apart', async () => {
    const { server } = await serverWith('old');
    const { signal } = new AbortController();
    const watching = server.client.watch(ref, '1', { signal, onChange: () => undefined });

    await expect(watching).rejects.toThrow(KubernetesFault);
    await expect(watching).rejects.toMatchObject({ status: 410 });
  });

  it('comes back with what there is when its time is up', async () => {
    const { wait } = await serverWith('old');

    expect(valueOf(await wait('new', 50))).toBe('old');
  });
});

describe('the client of a cluster', () => {
  it('says what its kubeconfig lacks', async () => {
    const { server } = await serverWith('old');
    const client = createKubernetesClient({ kubeconfig: '/no/such/kubeconfig' });
    await expect(client.get(ref)).rejects.toThrow('ENOENT');

    const lost = createKubernetesClient({ ...server.cluster, context: 'other' });
    await expect(lost.get(ref)).rejects.toThrow('names no cluster');
  });

  it('tells a missing object from a server that is away', async () => {
    const { server } = await serverWith('old');
    await expect(server.client.get({ ...ref, name: 'vad' })).rejects.toMatchObject({ status: 404 });
    server.accidents.push({ verb: 'get', how: 'cutBefore' });
    await expect(server.client.get(ref)).rejects.toMatchObject({ status: 0 });
  });
});
