import { readFileSync, writeFileSync } from 'node:fs';
import { assembleWat } from './assemble-wat.ts';

/** Assembles `row-kernel.wat` into the module that ships, `row-kernel-bytes.ts`. */
const folder = new URL('../src/stats/row-kernel/', import.meta.url);
const bytes = assembleWat(readFileSync(new URL('row-kernel.wat', folder), 'utf8'));
writeFileSync(
  new URL('row-kernel-bytes.ts', folder),
  `/** Assembled from row-kernel.wat by \`npm run kernel:build\`; do not edit. */\nexport const rowKernelHex =\n  '${Buffer.from(bytes).toString('hex')}';\n`,
);
console.log(`row-kernel-bytes.ts: ${bytes.length} bytes of WebAssembly`);
