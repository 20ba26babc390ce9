import { expect, test } from '@playwright/test';
import { preview, type PreviewServer } from 'vite';

let server: PreviewServer;

test.beforeAll(async () => {
  server = await preview({ mode: 'demo', logLevel: 'error', preview: { host: '127.0.0.1', port: 0 } });
});
test.afterAll(() => server.close());

test('the demo runs the whole app without a server, its story included', async ({ page }) => {
  const url = server.resolvedUrls?.local[0] ?? '';

  await page.goto(`${url}p/speech`);
  await expect(page.getByText('vad v9 took over from v8').first()).toBeVisible({ timeout: 60_000 });
  await expect(page.getByText('Sample data').first()).toBeVisible();

  await page.goto(`${url}p/speech/s/asr/drift`);
  await expect(page.getByText(/metrics of Speech recognition drift/)).toBeVisible({ timeout: 60_000 });
  await expect(page.getByRole('row', { name: /snr_db/ }).first()).toBeVisible();
});
