import { readFileSync } from 'node:fs';
import type { Plugin } from 'vite';

/**
 * Leaves Zod's writer of JSON Schema out of the page: every schema refers to it, so no bundler drops it, but only the
 * server describes its API. It is a fifth of Zod, 5 kB brotli of the first view.
 */
export function zodWithoutJsonSchema(): Plugin {
  return {
    name: 'zod-without-json-schema',
    load(id) {
      if (!/zod\/v4\/core\/(json-schema-processors|to-json-schema)\.js$/.test(id)) return undefined;
      const names = [...readFileSync(id, 'utf8').matchAll(/^export (?:const|function|class) (\w+)/gm)];
      return names.map(([, name]) => `export function ${name}() { ${refuse} }`).join('\n');
    },
  };
}

const refuse = `throw new Error('the page is built without JSON Schema');`;
