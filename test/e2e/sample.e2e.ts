import { expect, test } from '@playwright/test';
import { dataFolder, startServer } from './real-server.ts';

test('the sample pipelines fill in while the page is usable, go on live, and are not sent twice', async ({
  page,
}) => {
  test.setTimeout(300_000);
  const folder = dataFolder();
  const server = await startServer(folder.path, { ANCHORWATCH_SAMPLE: 'on' });
  const rowsOf = async (name: string) => {
    const { items } = (await (await fetch(`${server.url}/api/v1/pipelines`)).json()) as {
      items: { name: string; rows: number }[];
    };
    return items.find((pipeline) => pipeline.name === name)?.rows ?? 0;
  };

  await page.goto(server.url);
  await expect(page.getByRole('link', { name: /Speech/ }).first()).toBeVisible({ timeout: 30_000 });
  expect(await rowsOf('speech')).toBeLessThan(300_000); // the page did not wait for the load

  await expect.poll(() => rowsOf('hotel'), { timeout: 200_000 }).toBe(16_913 + 34_938);
  await expect.poll(() => rowsOf('speech'), { timeout: 200_000 }).toBeGreaterThan(300_000);
  await expect
    .poll(
      async () => ((await (await fetch(`${server.url}/api/v1/status`)).json()) as { sample: object }).sample,
      { timeout: 200_000 },
    )
    .toEqual({ state: 'live' });
  const loaded = await rowsOf('speech');
  await expect.poll(() => rowsOf('speech'), { timeout: 120_000 }).toBeGreaterThan(loaded);

  await server.kill('SIGTERM');
  const again = await startServer(folder.path, { ANCHORWATCH_SAMPLE: 'on' });
  await expect(async () => {
    const { items } = (await (await fetch(`${again.url}/api/v1/pipelines`)).json()) as {
      items: { name: string; rows: number }[];
    };
    expect(items.find(({ name }) => name === 'hotel')?.rows).toBe(16_913 + 34_938);
  }).toPass();
  await again.kill('SIGTERM');
  folder.remove();
});
