import { resolve } from 'node:path';
import { defineConfig, mergeConfig, type Plugin, type UserConfig } from 'vite';
import product from '../../vite.config.ts';

const root = resolve(import.meta.dirname, '../..');

/** The product as it is built, but for one number: it polls its charts once a second, or as fast as a bench asks. */
export default defineConfig((environment): UserConfig => {
  const { build, ...usual } = product(environment);
  return mergeConfig(
    { ...usual, build: { ...build, outDir: resolve(root, 'dist/bench-web') } },
    {
      root,
      plugins: [fastPolls()],
      build: {
        sourcemap: false,
        rolldownOptions: {
          input: {
            index: resolve(root, 'index.html'),
            uplot: resolve(import.meta.dirname, 'uplot.html'),
            empty: resolve(import.meta.dirname, 'empty.html'),
          },
          output: { codeSplitting: { groups: [{ name: 'uplot', test: /uplot/i, priority: 2 }] } },
        },
      },
    },
  );
});

function fastPolls(): Plugin {
  return {
    name: 'fast-polls',
    enforce: 'pre',
    transform(code, id) {
      if (!id.endsWith('/web/api/series.ts')) return undefined;
      const pace = 'pollEvery(isMoving && pollMs)';
      if (!code.includes(pace)) throw new Error(`series.ts no longer says ${pace}`);
      return code.replace(pace, 'pollEvery(isMoving && globalThis.benchPollMs)');
    },
  };
}
