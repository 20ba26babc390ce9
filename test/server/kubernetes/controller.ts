import type { JsonObject } from './json-patches.ts';
import { type createObjectStore, keyOf, type ObjectKind, type StoredObject } from './object-store.ts';

type Store = ReturnType<typeof createObjectStore>;

/**
 * A controller of the cluster: reports a status for every object of its kind, some moments after each change, and for all
 * of them when it is started again. Undefined where it has nothing to say.
 */
export function startController(
  store: Store,
  kind: ObjectKind,
  { manager, statusOf }: { manager: string; statusOf: (object: StoredObject) => JsonObject | undefined },
) {
  let isRunning = true;
  const prefix = `${kind.group}/${kind.plural}/`;

  function look(key: string): void {
    setImmediate(() => {
      if (!isRunning) return;
      const status = statusOf(structuredClone(store.get(key)));
      if (status === undefined) return;
      store.update(kind, key, (object) => ({ ...object, status }), {
        manager,
        operation: 'Update',
        subresource: 'status',
      });
    });
  }

  store.onChange(({ key }) => key.startsWith(prefix) && look(key));
  return {
    stop: () => (isRunning = false),
    start() {
      isRunning = true;
      for (const { kind: name, metadata } of store.list())
        if (name === kind.kind) look(keyOf(kind, metadata.namespace, metadata.name));
    },
  };
}
