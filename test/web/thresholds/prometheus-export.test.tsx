import { screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { expect, it } from 'vitest';
import { createApp } from '#api/app.ts';
import { post, serveEmptyStore, startMockServer } from '#test/web/msw.ts';
import { openApp } from '#test/web/open-app.tsx';

startMockServer();

it('offers the rules as files of Prometheus, and says what it does differently', async () => {
  const simulator = serveEmptyStore();
  await post(simulator, [{ pipeline: 'mine', stage: 'model', time: new Date().toISOString(), latencyMs: 5 }]);
  const level = (threshold: number) => ({ threshold, recover: null, forSlots: 0, keepSlots: 3 });
  const rule = {
    name: 'slow',
    scope: { stage: 'model' },
    condition: { kind: 'metric', metrics: ['latencyMs'], statistic: 'mean', windowSeconds: 3_600 },
    levels: { warning: level(100), critical: level(200) },
    everySeconds: 3_600,
    noData: { policy: 'ok', afterSlots: 1 },
  };
  await createApp(simulator.ports).request('/api/v1/pipelines/mine/rules', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ rule }),
  });
  openApp('/thresholds');

  const link = await screen.findByRole('link', { name: 'Export for Prometheus' });
  await userEvent.click(screen.getByText('What Prometheus does differently'));

  expect(link).toHaveAttribute('href', expect.stringContaining('/pipelines/mine/prometheus-rules/rules.yml'));
  expect(link).toHaveAttribute('download', 'mine.rules.yml');
  const note = await screen.findByText(/goes on for its keep_firing_for/);
  expect(within(note).getByText('slow')).toBeVisible();
});
