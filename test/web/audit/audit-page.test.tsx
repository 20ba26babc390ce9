import { screen, within } from '@testing-library/react';
import { expect, it } from 'vitest';
import { serveEmptyStore, serveSpeech, startMockServer } from '#test/web/msw.ts';
import { openApp } from '#test/web/open-app.tsx';
import { changeText } from '#web/features/audit/change-text.ts';

startMockServer();

it('the audit says who did what, is found by it, and its chain is checked', async () => {
  const simulator = await serveSpeech();
  const app = openApp('/settings/people');
  await app.user.selectOptions(
    await screen.findByRole('combobox', { name: 'Role of Vic Tanaka' }),
    'engineer',
  );
  await screen.findByText('Vic Tanaka is engineer now.');
  await app.user.click(screen.getByRole('link', { name: 'Audit' }));

  const row = await screen.findByRole('row', { name: /person\.change/ });
  expect(row).toHaveTextContent('local');
  expect(within(row).getByText('role: viewer → engineer')).toBeVisible();

  await app.user.type(screen.getByLabelText('What'), 'pipeline');
  await app.user.click(screen.getByRole('button', { name: 'Find' }));
  expect(app.address().search).toBe('?action=pipeline');
  expect(await screen.findByRole('row', { name: /simulator pipeline\.put speech/ })).toBeVisible();
  expect(screen.queryByRole('row', { name: /person\.change/ })).toBeNull();

  await app.user.click(screen.getByRole('button', { name: 'Check the chain' }));
  const entries = (await simulator.ports.control.listAudit(100)).length;
  expect(await screen.findByText(new RegExp(`^Intact: ${entries} entries`))).toBeVisible();
});

it('an audit without entries says so', async () => {
  serveEmptyStore();
  openApp('/audit');

  expect(await screen.findByText('Nothing has been changed on this server yet.')).toBeVisible();
});

it.each([
  [{ role: 'viewer', name: 'x' }, { role: 'admin', name: 'x' }, 'role: viewer → admin'],
  [{ a: 1 }, { a: 1, b: null }, 'b: – → null'],
  [{ a: [1] }, { a: [1, 2] }, 'a: [1] → [1,2]'],
  [{ a: 1, b: 1, c: 1, d: 1 }, { a: 2, b: 2, c: 2, d: 2 }, 'a: 1 → 2; b: 1 → 2; c: 1 → 2; and 1 more'],
  [{ a: 1 }, { a: 1 }, ''],
  [null, { a: 1 }, ''],
  [[1], [2], ''],
])('from %j to %j reads: %s', (before, after, text) => {
  expect(changeText(before, after)).toBe(text);
});
