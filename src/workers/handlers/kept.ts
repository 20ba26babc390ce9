/** Keeps what was last used, by key, within so many bytes; the last one also when it alone is larger. */
export interface Kept<T> {
  get(key: string): T | undefined;
  set(key: string, value: T): void;
}

export function createKept<T>(mostBytes: number, bytesOf: (value: T) => number): Kept<T> {
  const entries = new Map<string, T>();
  let bytes = 0;

  function remove(key: string): void {
    const value = entries.get(key);
    if (value !== undefined && entries.delete(key)) bytes -= bytesOf(value);
  }

  function set(key: string, value: T): void {
    remove(key);
    entries.set(key, value);
    bytes += bytesOf(value);
    for (const oldest of entries.keys()) {
      if (bytes <= mostBytes || oldest === key) break;
      remove(oldest);
    }
  }

  return {
    get(key) {
      const value = entries.get(key);
      if (value !== undefined) set(key, value);
      return value;
    },
    set,
  };
}
