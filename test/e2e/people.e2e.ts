import { AxeBuilder } from '@axe-core/playwright';
import { expect, test, type Page } from '@playwright/test';
import { dataFolder, refusedServer, runPeople, startServer } from './real-server.ts';

const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

async function isAccessible(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).withTags(tags).analyze();
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)).toEqual([]);
}

test('a server for others starts only with an admin, who signs in and out', async ({ page, context }) => {
  const folder = dataFolder();
  const refused = await refusedServer(folder.path, { HOST: '0.0.0.0' });
  expect(refused.code).toBe(1);
  expect(refused.output).toContain('npm run people -- add NAME --role admin');

  const printed = runPeople(folder.path, 'add', 'dana', '--role', 'admin', '--name', 'Dana Okafor');
  const password = /\w{4}(-\w{4}){4}/.exec(printed)?.[0] ?? '';
  const server = await startServer(folder.path, { HOST: '0.0.0.0' });
  const url = server.url.replace('0.0.0.0', '127.0.0.1');
  expect((await fetch(`${url}/api/v1/pipelines`)).status).toBe(401);

  await page.goto(`${url}/settings/people`);
  await expect(page.getByRole('heading', { level: 1, name: 'Sign in' })).toBeVisible();
  await isAccessible(page);
  await page.getByLabel('Sign-in name').fill('dana');
  await page.getByLabel('Password').fill(password);
  await page.getByRole('button', { name: 'Sign in' }).click();

  await expect(page.getByRole('heading', { level: 1, name: 'People' })).toBeVisible();
  await isAccessible(page);
  const cookies = await context.cookies();
  expect(cookies.map(({ httpOnly, sameSite }) => ({ httpOnly, sameSite }))).toEqual([
    { httpOnly: true, sameSite: 'Lax' },
  ]);

  await page.getByRole('button', { name: 'Account: Dana Okafor' }).click();
  await expect(page.getByRole('dialog', { name: 'Account' })).toBeVisible();
  await isAccessible(page);
  await page.getByRole('button', { name: 'Sign out' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Sign in' })).toBeVisible();
  await page.reload();
  await expect(page.getByRole('heading', { level: 1, name: 'Sign in' })).toBeVisible();

  await server.kill('SIGTERM');
  expect(runPeople(folder.path, 'list')).toContain('dana\tadmin\tlocal');
  folder.remove();
});
