import { setTimeout as delay } from 'node:timers/promises';
import type { KubernetesClient } from './kubernetes-client.ts';
import type { KubernetesObject, ObjectRef } from './kubernetes-object.ts';

/** Between a watch that ended and the next read. */
const PAUSE_MS = 100;

/**
 * Reads an object until it is as wanted, or the time is up, and resolves with what it read last. Changes come by a watch;
 * one that ends, or whose version is too old by now (410), is begun again from a read.
 */
export async function readUntil(
  client: KubernetesClient,
  ref: ObjectRef,
  { isDone, withinMs }: { isDone: (object: KubernetesObject) => boolean; withinMs: number },
): Promise<KubernetesObject> {
  const timeUp = AbortSignal.timeout(withinMs);
  let latest = await client.get(ref);
  while (!isDone(latest) && !timeUp.aborted) {
    const seen = new AbortController();
    const onChange = (object: KubernetesObject) => {
      latest = object;
      if (isDone(object)) seen.abort();
    };
    const signal = AbortSignal.any([timeUp, seen.signal]);
    try {
      await client.watch(ref, latest.metadata.resourceVersion, { signal, onChange });
    } catch {
      // what the watch could not tell, the next read does, and fails where the server is gone
    }
    if (isDone(latest) || timeUp.aborted) break;
    await delay(PAUSE_MS);
    latest = await client.get(ref);
  }
  return latest;
}
