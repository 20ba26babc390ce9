import { isDeepStrictEqual } from 'node:util';

export type JsonObject = { [key: string]: unknown };

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** RFC 7396: null deletes, objects are merged, anything else replaces. */
export function mergePatched(target: unknown, patch: unknown): unknown {
  if (!isObject(patch)) return patch;
  const merged: JsonObject = isObject(target) ? { ...target } : {};
  for (const [key, value] of Object.entries(patch))
    if (value === null) delete merged[key];
    else merged[key] = mergePatched(merged[key], value);
  return merged;
}

type Operation = { op: string; path: string; value?: unknown };

/** RFC 6902, of which clients here use `test`, `add`, `replace` and `remove`; throws where it does not fit. */
export function jsonPatched(target: JsonObject, operations: readonly Operation[]): JsonObject {
  const patched = structuredClone(target);
  for (const { op, path, value } of operations) {
    const keys = path
      .slice(1)
      .split('/')
      .map((key) => key.replaceAll('~1', '/').replaceAll('~0', '~'));
    const last = keys.pop() ?? '';
    let parent: unknown = patched;
    for (const key of keys) parent = (parent as JsonObject | undefined)?.[key];
    if (typeof parent !== 'object' || parent === null) throw new Error(`there is no ${path}`);
    const holder = parent as JsonObject;
    if (op === 'test') {
      if (!isDeepStrictEqual(holder[last], value)) throw new Error(`testing value ${path} failed`);
    } else if (op === 'remove') delete holder[last];
    else if (op === 'add' || op === 'replace') {
      if (op === 'replace' && !(last in holder)) throw new Error(`there is no ${path}`);
      holder[last] = value;
    } else throw new Error(`no operation ${op}`);
  }
  return patched;
}

/** The paths of all values; a list is one value, as `x-kubernetes-list-type: atomic` has it. */
export function leafPaths(value: unknown, path = ''): Map<string, unknown> {
  if (!isObject(value) || Object.keys(value).length === 0) return new Map([[path, value]]);
  return new Map(
    Object.entries(value).flatMap(([key, member]) => [
      ...leafPaths(member, `${path}/${key.replaceAll('/', '~1')}`),
    ]),
  );
}

export function withoutPath(target: JsonObject, path: string): JsonObject {
  try {
    return jsonPatched(target, [{ op: 'remove', path }]);
  } catch {
    return target; // it is gone with what held it
  }
}
