import { halvesOf, joined } from './halves.ts';
import { rowKernelHex } from './row-kernel-bytes.ts';
import type { RowKernel, SortedGaps, SortedRows } from './row-kernel.ts';

/** What of the standard's global is used here; it is missing where WebAssembly is switched off. */
declare const WebAssembly:
  | undefined
  | {
      Module: new (bytes: Uint8Array) => object;
      Instance: new (module: object) => { exports: object };
    };

type Exports = {
  memory: { readonly buffer: ArrayBuffer; grow(pages: number): number };
  sort: (values: number, scratch: number, n: number) => number;
  plan: (sample: number, n: number, parts: number, blocks: number) => void;
  distribute: (values: number, n: number) => void;
  size: (part: number) => number;
  collect: (part: number, n: number, into: number) => void;
  gaps: (n: number, m: number, steps: number) => void;
};

const resultsAt = 20_480;
const dataAt = 45_056;
const pageBytes = 65_536;
/** From so many values on they are sorted in parts, each of about `partValues`: few enough for the cache. */
const leastInParts = 262_144;
const partValues = 32_768;
const mostParts = 256;
/** How many values of a sorted sample a walk has before it. */
const windowValues = 4096;
/** Values come in pieces of so many to where they are distributed from. */
const pieceValues = 4096;
const sampleValues = 8192;
const blockBytes = 4096;
const blockValues = 511;
const blocksAt = dataAt + 8 * pieceValues;
/** A memory never shrinks, so one that grew beyond this is given up after use. */
const mostKeptBytes = 32 * 2 ** 20;

/**
 * The kernel in WebAssembly, or undefined where that is not to be had: switched off, or forbidden by a content security policy
 * without `wasm-unsafe-eval`. Its memory takes 8 bytes for each value to sort and as much for scratch; from 262 144 values on, which are sorted
 * in parts, 8 bytes a value and 16 for each of the largest part, which is a twentieth or less unless many are equal. Two samples
 * are walked through windows of 128 KiB. Up to 32 MiB are kept for the next call. O(1): it compiles 3.8 kB.
 */
export function openWebAssemblyRowKernel(): RowKernel | undefined {
  const module = compile();
  if (!module) return undefined;
  let exports = instantiate(module);

  /** With room for so many values. */
  function reserve(values: number, from = dataAt): Exports {
    const missing = from + 8 * values - exports.memory.buffer.byteLength;
    if (missing > 0) exports.memory.grow(Math.ceil(missing / pageBytes));
    return exports;
  }

  function release(): void {
    if (module && exports.memory.buffer.byteLength > mostKeptBytes) exports = instantiate(module);
  }

  function sortTogether(values: ArrayLike<number>, into?: Float64Array): SortedRows {
    const n = values.length;
    const { memory, sort } = reserve(2 * n);
    new Float64Array(memory.buffer, dataAt, n).set(values);
    const kept = sort(dataAt, dataAt + 8 * n, n);
    const sorted = into?.subarray(0, kept) ?? new Float64Array(kept);
    sorted.set(new Float64Array(memory.buffer, dataAt, kept));
    return { sorted, missing: missingAt(memory) };
  }

  function sortInParts(values: Float64Array, into?: Float64Array): SortedRows {
    const n = values.length;
    const parts = Math.min(mostParts, Math.ceil(n / partValues));
    const partAt = blocksAt + blockBytes * (Math.ceil(n / blockValues) + 2 * parts);
    const { memory, plan, distribute, size, collect } = reserve(0, partAt);

    const sample = new Float64Array(memory.buffer, blocksAt, sampleValues);
    for (let i = 0; i < sampleValues; i++) sample[i] = values[Math.floor((i * n) / sampleValues)] as number;
    plan(blocksAt, sampleValues, parts, blocksAt);
    const piece = new Float64Array(memory.buffer, dataAt, pieceValues);
    for (let from = 0; from < n; from += pieceValues) {
      const next = values.subarray(from, from + pieceValues);
      piece.set(next);
      distribute(dataAt, next.length);
    }

    const sizes = Array.from({ length: parts }, (_, part) => size(part));
    reserve(2 * Math.max(...sizes), partAt);
    const kept = sizes.reduce((sum, count) => sum + count, 0);
    const sorted = into?.subarray(0, kept) ?? new Float64Array(kept);
    let to = 0;
    for (const [part, count] of sizes.entries()) {
      if (count === 0) continue;
      collect(part, count, partAt);
      sorted.set(new Float64Array(memory.buffer, partAt, count), to);
      to += count;
    }
    return { sorted, missing: missingAt(memory) };
  }

  return {
    sort(values, into) {
      const result =
        values.length < leastInParts
          ? sortTogether(values, into)
          : sortInParts(values instanceof Float64Array ? values : Float64Array.from(values), into);
      release();
      return result;
    },
    gaps(x, y) {
      const { memory, gaps } = reserve(4 * windowValues);
      const { steps, first, second } = halvesOf(x, y);
      const walks = new Float64Array(memory.buffer, resultsAt, 10);
      walks.set([first, second].flatMap(({ gap, previous }) => [0, previous, 0, gap, previous]));
      const windows = [
        openWindow(memory, 0, x, first.i),
        openWindow(memory, 1, y, first.j),
        openWindow(memory, 2, x, second.i),
        openWindow(memory, 3, y, second.j),
      ];
      for (let rest = steps; rest > 0;) {
        const now = Math.min(rest, ...windows.map((window) => window.fill()));
        gaps(x.length, y.length, now);
        rest -= now;
      }
      return joined(gapsAt(walks, 0), gapsAt(walks, 5));
    },
  };
}

/** A sorted sample from a place on, as one of the four readers of `gaps` sees it: some thousand values at a time. */
function openWindow({ buffer }: Exports['memory'], reader: number, sorted: Float64Array, start: number) {
  const at = dataAt + 8 * windowValues * reader;
  const window = new Float64Array(buffer, at, windowValues);
  const next = new Int32Array(buffer, resultsAt + 80 + 4 * reader, 1);
  let from = start; // place of the first value in the window
  let held = 0;
  let isLast = false;
  next[0] = at;

  return {
    /** How many values are ahead of the reader, at least half a window; Infinity when the last ones are. */
    fill(): number {
      if (isLast) return Infinity;
      const used = ((next[0] as number) - at) / 8;
      if (held - used >= windowValues / 2) return held - used;
      from += used;
      const values = sorted.subarray(from, from + windowValues);
      window.set(values);
      next[0] = at;
      held = values.length;
      isLast = held < windowValues;
      if (!isLast) return held;
      window[held] = Infinity;
      return Infinity;
    },
  };
}

function missingAt(memory: Exports['memory']): number {
  return new Int32Array(memory.buffer, resultsAt, 1)[0] as number;
}

function gapsAt(walks: Float64Array, at: number): SortedGaps {
  const [steps, location, area] = walks.subarray(at, at + 3);
  return { steps: steps as number, location: location as number, area: area as number };
}

function compile(): object | undefined {
  if (typeof WebAssembly === 'undefined') return undefined;
  try {
    return new WebAssembly.Module(bytesOf(rowKernelHex));
  } catch {
    return undefined; // forbidden by policy: the one way in which a valid module fails to compile
  }
}

function instantiate(module: object): Exports {
  if (typeof WebAssembly === 'undefined') throw new Error('WebAssembly went away');
  return new WebAssembly.Instance(module).exports as Exports; // row-kernel.wat exports these
}

function bytesOf(hex: string): Uint8Array {
  return Uint8Array.from({ length: hex.length / 2 }, (_, i) =>
    Number.parseInt(hex.slice(2 * i, 2 * i + 2), 16),
  );
}
