import react from '@vitejs/plugin-react';
import { msw } from 'msw/vite';
import { defineConfig, type Plugin, type UserConfig } from 'vite';
import { zodWithoutJsonSchema } from './tools/zod-without-json-schema.ts';

export default defineConfig(({ mode }): UserConfig => {
  const isDemo = mode === 'demo';
  const proxy = { '/api': `http://127.0.0.1:${process.env.PORT ?? 7474}` };
  return {
    plugins: [
      react(),
      ...(isDemo ? [msw({ mode: 'worker-only' }), demoEntry()] : [zodWithoutJsonSchema()]), // the demo is its own server
    ],
    worker: { format: 'es', plugins: () => (isDemo ? [] : [zodWithoutJsonSchema()]) },
    server: { proxy },
    preview: { proxy },
    build: {
      outDir: isDemo ? 'dist/demo' : 'dist/web',
      emptyOutDir: true,
      sourcemap: true,
      assetsInlineLimit: 0, // data: URLs would need an exception in the content security policy
      modulePreload: { polyfill: false },
      rolldownOptions: {
        output: {
          codeSplitting: {
            groups: [
              {
                name: 'react',
                // The last two are used by the router and the popover too: without this they would drag all of Recharts in.
                test: /node_modules[\\/](react|react-dom|scheduler|use-sync-external-store|clsx)[\\/]/,
                priority: 1,
              },
              // One file: twenty small ones weigh more and ask more often.
              { name: 'start', tags: ['$initial'] },
              {
                name: 'recharts',
                test: /node_modules[\\/](recharts|d3-|victory-vendor|@reduxjs|redux|reselect|react-redux|es-toolkit|immer|decimal)/,
              },
            ],
          },
        },
      },
    },
  };
});

/** The page with no server: the same index.html starts from the mocks, so that the product need not name them. */
function demoEntry(): Plugin {
  return {
    name: 'demo-entry',
    transformIndexHtml: {
      order: 'pre',
      handler: (html) => html.replace('/src/web/main.tsx', '/mocks/demo.ts'),
    },
  };
}
