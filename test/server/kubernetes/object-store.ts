import { isDeepStrictEqual } from 'node:util';
import { isObject, type JsonObject, leafPaths, mergePatched, withoutPath } from './json-patches.ts';

/** A refusal of the API server, as its Status says it. */
export class Refusal extends Error {
  readonly code: number;
  readonly reason: string;
  constructor(code: number, reason: string, message: string) {
    super(message);
    this.code = code;
    this.reason = reason;
  }
}

/** A kind of object that the API server knows; `faultsOf` is its CRD's schema. */
export type ObjectKind = {
  group: string;
  version: string;
  plural: string;
  kind: string;
  faultsOf(object: JsonObject): string[];
};

export type StoredObject = JsonObject & {
  metadata: JsonObject & { name: string; namespace: string; resourceVersion: string; generation: number };
};
export type ChangeEvent = { type: 'ADDED' | 'MODIFIED'; key: string; object: StoredObject };
type Writer = { manager: string; operation: 'Update' | 'Apply'; subresource?: 'status' };
type Ownership = Writer & { paths: Set<string>; time: string };

export function keyOf(kind: ObjectKind, namespace: string, name: string): string {
  return `${kind.group}/${kind.plural}/${namespace}/${name}`;
}

/**
 * What a Kubernetes API server keeps in etcd, with its rules: resource versions and conflicts, generations, a status that
 * only its subresource writes, field managers, schemas, and a history for watches that ends somewhere.
 */
export function createObjectStore() {
  const objects = new Map<string, StoredObject>();
  const owners = new Map<string, Ownership[]>();
  const history: { version: number; event: ChangeEvent }[] = [];
  const listeners = new Set<(event: ChangeEvent) => void>();
  let version = 1_000;
  let oldestVersion = version;

  function get(key: string): StoredObject {
    const object = objects.get(key);
    if (!object) throw new Refusal(404, 'NotFound', `${key} not found`);
    return object;
  }

  function record(key: string, kind: ObjectKind, next: JsonObject, writer: Writer): StoredObject {
    const faults = kind.faultsOf(next);
    if (faults.length > 0) throw new Refusal(422, 'Invalid', `${kind.kind} is invalid: ${faults.join(', ')}`);
    const before = objects.get(key);
    const specChanged = !isDeepStrictEqual(before?.['spec'], next['spec']);
    const metadata = next['metadata'] as StoredObject['metadata'];
    const object: StoredObject = {
      ...next,
      metadata: {
        ...metadata,
        generation: (before?.metadata.generation ?? 0) + (specChanged ? 1 : 0),
        managedFields: owned(key, before, next, writer).map(({ paths: _, ...entry }) => entry),
        resourceVersion: before?.metadata.resourceVersion ?? '',
      },
    };
    if (before && isDeepStrictEqual(withoutManagers(before), withoutManagers(object))) return before;
    object.metadata.resourceVersion = String(++version);
    objects.set(key, object);
    const event: ChangeEvent = { type: before ? 'MODIFIED' : 'ADDED', key, object };
    history.push({ version, event });
    for (const listener of listeners) listener(event);
    return object;
  }

  /** Whoever changes a value owns it from then on. */
  function owned(key: string, before: JsonObject | undefined, next: JsonObject, writer: Writer): Ownership[] {
    const was = leafPaths(managedPart(before ?? {}));
    const is = leafPaths(managedPart(next));
    const changed = [...is].filter(([path, value]) => !isDeepStrictEqual(was.get(path), value));
    const list = owners.get(key) ?? [];
    owners.set(key, list);
    if (changed.length === 0) return list;
    const mine = list.find((entry) => isSameWriter(entry, writer));
    if (mine) list.splice(list.indexOf(mine), 1);
    for (const { paths } of list) for (const [path] of changed) paths.delete(path);
    const paths = new Set([...(mine?.paths ?? []), ...changed.map(([path]) => path)]);
    list.push({ ...writer, paths, time: new Date().toISOString() });
    return list;
  }

  /** Of which object somebody writes a change; the version that it was made for must be the present one. */
  function checkVersion(before: StoredObject, wanted: unknown): void {
    if (wanted === undefined || wanted === before.metadata.resourceVersion) return;
    const text =
      'the object has been modified; please apply your changes to the latest version and try again';
    throw new Refusal(409, 'Conflict', text);
  }

  return {
    get,
    has: (key: string) => objects.has(key),
    list: () => [...objects.values()],
    create(kind: ObjectKind, object: JsonObject, writer: Writer): StoredObject {
      const { name, namespace } = object['metadata'] as StoredObject['metadata'];
      const key = keyOf(kind, namespace, name);
      if (objects.has(key)) throw new Refusal(409, 'AlreadyExists', `${key} already exists`);
      return record(key, kind, object, writer);
    },
    /** What `change` makes of the object, of which only the status counts on its subresource and all else elsewhere. */
    update(kind: ObjectKind, key: string, change: (object: StoredObject) => JsonObject, writer: Writer) {
      const before = get(key);
      const wanted = change(structuredClone(before));
      checkVersion(before, (wanted['metadata'] as JsonObject)['resourceVersion']);
      const next =
        writer.subresource === 'status'
          ? { ...before, status: wanted['status'] }
          : { ...wanted, status: before['status'] };
      return record(key, kind, next, writer);
    },
    /** Server-side apply: what the manager leaves out it gives up, what another owns is a conflict unless forced. */
    apply(
      kind: ObjectKind,
      key: string,
      body: JsonObject,
      { manager, force }: { manager: string; force: boolean },
    ) {
      const before = get(key);
      checkVersion(before, (body['metadata'] as JsonObject)['resourceVersion']);
      const writer: Writer = { manager, operation: 'Apply' };
      const wanted = leafPaths(managedPart(body));
      const has = leafPaths(managedPart(before));
      const list = owners.get(key) ?? [];
      const rivals = list.filter(
        (entry) =>
          !isSameWriter(entry, writer) &&
          [...wanted].some(
            ([path, value]) => entry.paths.has(path) && !isDeepStrictEqual(has.get(path), value),
          ),
      );
      if (rivals.length > 0 && !force)
        throw new Refusal(
          409,
          'Conflict',
          `conflict with ${rivals.map((rival) => `"${rival.manager}"`).join()}`,
        );
      const given = list.find((entry) => isSameWriter(entry, writer))?.paths ?? new Set();
      let next: JsonObject = before;
      for (const path of given) if (!wanted.has(path)) next = withoutPath(next, path);
      for (const path of given) if (!wanted.has(path)) given.delete(path);
      return record(key, kind, mergePatched(next, managedPart(body)) as JsonObject, writer);
    },
    onChange(listener: (event: ChangeEvent) => void): () => void {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    since(wanted: number): ChangeEvent[] {
      if (wanted < oldestVersion)
        throw new Refusal(410, 'Expired', `too old resource version: ${wanted} (${oldestVersion})`);
      return history.filter((entry) => entry.version > wanted).map(({ event }) => event);
    },
    /** As etcd does: what came before cannot be watched any more. */
    compact(): void {
      oldestVersion = version + 1;
      history.length = 0;
      version++;
    },
  };
}

/** Without what the server itself keeps in the metadata. */
function managedPart(object: JsonObject): JsonObject {
  const { annotations, labels } = isObject(object['metadata']) ? object['metadata'] : {};
  const metadata = { ...(annotations ? { annotations } : {}), ...(labels ? { labels } : {}) };
  const { spec, status, data } = object;
  const rest = { spec, status, data };
  return {
    metadata,
    ...Object.fromEntries(Object.entries(rest).filter(([, value]) => value !== undefined)),
  };
}

function withoutManagers(object: StoredObject): JsonObject {
  return { ...object, metadata: { ...object.metadata, managedFields: null } };
}

function isSameWriter(a: Writer, b: Writer): boolean {
  return a.manager === b.manager && a.operation === b.operation && a.subresource === b.subresource;
}
