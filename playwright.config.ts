import { defineConfig } from '@playwright/test';
import { findChromium } from './tools/chromium.ts';

const chromium = findChromium();

export default defineConfig({
  testDir: 'test/e2e',
  testMatch: '*.e2e.ts',
  workers: 1,
  timeout: 180_000,
  expect: { timeout: 20_000 },
  forbidOnly: !!process.env.CI,
  outputDir: 'test-results/e2e',
  use: {
    trace: 'retain-on-failure',
    launchOptions: {
      ...(chromium && {
        executablePath: chromium.path,
        env: { ...(process.env as Record<string, string>), ...chromium.env },
      }),
      args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--disable-background-networking'],
    },
  },
});
