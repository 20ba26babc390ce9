import react from '@vitejs/plugin-react';
import { playwright } from '@vitest/browser-playwright';
import { msw } from 'msw/vite';
import { defineConfig } from 'vitest/config';
import { findChromium } from './tools/chromium.ts';

const chromium = findChromium();

export default defineConfig({
  test: {
    passWithNoTests: false,
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          include: ['test/{contract,stats,control,sample,api,workers,mocks,tools}/**/*.test.ts'],
          environment: 'node',
          testTimeout: 30_000,
        },
      },
      {
        extends: true,
        test: {
          name: 'server',
          include: ['test/server/**/*.test.ts'],
          environment: 'node',
          pool: 'forks', // chDB must not run in a worker thread
          maxWorkers: 1, // each file starts engines of its own; two at once starve a small machine
          testTimeout: 60_000,
          hookTimeout: 60_000,
          expect: { poll: { timeout: 20_000 } }, // a condition that comes late on a busy machine is no failure
        },
      },
      {
        extends: true,
        plugins: [react()],
        test: {
          name: 'dom',
          include: ['test/web/**/*.test.{ts,tsx}'],
          exclude: ['test/web/**/*.browser.test.tsx'],
          environment: 'jsdom',
          setupFiles: ['test/web/setup.ts'],
          testTimeout: 30_000,
        },
      },
      ...(chromium
        ? [
            {
              extends: true as const,
              plugins: [react(), msw({ mode: 'worker-only' as const })],
              test: {
                name: 'browser',
                include: ['test/web/**/*.browser.test.tsx'],
                testTimeout: 30_000,
                browser: {
                  enabled: true,
                  headless: true,
                  screenshotFailures: false,
                  provider: playwright({
                    launchOptions: {
                      executablePath: chromium.path,
                      env: { ...(process.env as Record<string, string>), ...chromium.env },
                      args: [
                        '--no-sandbox',
                        '--disable-gpu',
                        '--disable-quic',
                        '--disable-background-networking',
                      ],
                    },
                  }),
                  instances: [{ browser: 'chromium' as const }],
                },
              },
            },
          ]
        : []),
    ],
  },
});
