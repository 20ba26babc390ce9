import { halvesOf, joined } from './halves.ts';
import { rowKernelHex } from './row-kernel-bytes.ts';
import type { RowKernel, SortedGaps } from './row-kernel.ts';

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
  gaps: (n: number, m: number, steps: number, ...places: number[]) => void;
};

const resultsAt = 20_480;
const dataAt = 20_544;
const pageBytes = 65_536;
/** A memory never shrinks, so one that grew beyond this is given up after use. */
const mostKeptBytes = 32 * 2 ** 20;

/**
 * The kernel in WebAssembly, or undefined where that is not to be had: switched off, or forbidden by a content security policy
 * without `wasm-unsafe-eval`. Its memory takes 8 bytes for each value and as much for scratch: 16·n to sort n values,
 * 8·(n + m) to walk two samples. Up to 32 MiB of it are kept for the next call. O(1): it compiles 1.2 kB.
 */
export function openWebAssemblyRowKernel(): RowKernel | undefined {
  const module = compile();
  if (!module) return undefined;
  let exports = instantiate(module);

  /** Where the data begin, with room for so many values. */
  function reserve(values: number): Exports {
    const missing = dataAt + 8 * values - exports.memory.buffer.byteLength;
    if (missing > 0) exports.memory.grow(Math.ceil(missing / pageBytes));
    return exports;
  }

  function release(): void {
    if (module && exports.memory.buffer.byteLength > mostKeptBytes) exports = instantiate(module);
  }

  return {
    sort(values, into) {
      const n = values.length;
      const { memory, sort } = reserve(2 * n);
      new Float64Array(memory.buffer, dataAt, n).set(values);
      const kept = sort(dataAt, dataAt + 8 * n, n);
      const sorted = into?.subarray(0, kept) ?? new Float64Array(kept);
      sorted.set(new Float64Array(memory.buffer, dataAt, kept));
      const [missing] = new Int32Array(memory.buffer, resultsAt, 1);
      release();
      return { sorted, missing: missing as number };
    },
    gaps(x, y) {
      const n = x.length;
      const m = y.length;
      const { memory, gaps } = reserve(n + m + 2);
      const data = new Float64Array(memory.buffer, dataAt, n + m + 2);
      data.set(x);
      data[n] = Infinity;
      data.set(y, n + 1);
      data[n + m + 1] = Infinity;
      const { steps, first, second } = halvesOf(x, y);
      const places = [first, second].flatMap(({ i, j, gap, previous }) => {
        return [dataAt + 8 * i, dataAt + 8 * (n + 1 + j), gap, previous];
      });
      gaps(n, m, steps, ...places);
      const results = new Float64Array(memory.buffer, resultsAt, 6);
      const found = joined(gapsAt(results, 0), gapsAt(results, 3));
      release();
      return found;
    },
  };
}

function gapsAt(results: Float64Array, at: number): SortedGaps {
  const [steps, location, area] = results.subarray(at, at + 3);
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
