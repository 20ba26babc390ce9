import { screen, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { failPath, post, serveEmptyStore, startMockServer } from '#test/web/msw.ts';
import { openApp } from '#test/web/open-app.tsx';

startMockServer();

const MINUTE_MS = 60_000;

/** Two hours of a walk, the same walk in other units, and something else. */
async function serveWalk() {
  const simulator = serveEmptyStore();
  const now = Date.now();
  let walk = 50;
  const records = Array.from({ length: 120 }, (_, index) => {
    walk += ((index * 7919) % 13) - 6;
    return {
      pipeline: 'mine',
      stage: 'model',
      time: new Date(now - (120 - index) * MINUTE_MS).toISOString(),
      features: { walk_ms: walk, walk_s: walk / 1000, other: (index * 104_729) % 17 },
    };
  });
  await post(simulator, records);
  return simulator;
}

const path = '/p/mine/s/model/metrics?from=-2h';

async function rowOf(metric: string) {
  const table = await screen.findByRole('table', { name: 'Metrics of model' });
  return within(table).getByRole('row', { name: new RegExp(`^${metric.replace('.', '\\.')} `) });
}

describe('the metrics of a stage', () => {
  it('can be pinned and muted at once; undo brings back what was', async () => {
    await serveWalk();
    const app = openApp(path);

    const attention = within(await rowOf('input.other')).getByRole('combobox', { name: /^Attention to/ });
    await app.user.selectOptions(attention, 'pinned');

    expect(await screen.findByText('other is pinned now')).toBeVisible();
    expect(screen.getByText(/: 1 pinned, which stand first; 0 muted/)).toBeVisible();
    await app.user.click(screen.getByRole('button', { name: 'Undo' }));
    expect(await screen.findByText(/: 0 pinned, which stand first; 0 muted/)).toBeVisible();
    expect(attention).toHaveValue('usual');
  });

  it('get a name and a unit, which the charts of the stage show', async () => {
    await serveWalk();
    const app = openApp(path);

    const row = await rowOf('input.other');
    await app.user.type(within(row).getByRole('textbox'), 'Distance{Enter}');
    expect(await screen.findByText('input.other is called Distance now')).toBeVisible();
    await app.user.selectOptions(within(row).getByRole('combobox', { name: 'Unit of input.other' }), 'dB');
    expect(await screen.findByText('Unit of Distance changed')).toBeVisible();
    await app.user.click(screen.getByRole('link', { name: 'Charts' }));

    const charts = await screen.findByRole('region', { name: 'input' });
    expect(await within(charts).findByRole('figure', { name: /^Distance/ })).toHaveTextContent(/dB/);
  });

  it('that say the same as another are proposed to be muted, and are gone from the charts then', async () => {
    await serveWalk();
    const app = openApp(path);

    expect(
      await screen.findByText('walk_s goes up and down with walk_ms (rank correlation at least 1.00).'),
    ).toBeVisible();
    await app.user.click(screen.getByRole('button', { name: 'Mute walk_s' }));

    expect(
      await screen.findByText('In this range no metric says the same as another, and none only flickers.'),
    ).toBeVisible();
    await app.user.click(screen.getByRole('link', { name: 'Charts' }));
    const charts = await screen.findByRole('region', { name: 'input' });
    expect(await within(charts).findByRole('figure', { name: /^walk_ms/ })).toBeVisible();
    expect(within(charts).queryByRole('figure', { name: /^walk_s/ })).toBeNull();
    expect(within(charts).getByText(/1 muted/)).toBeVisible();
  });

  it('stay as they were when the change is refused, and say so', async () => {
    await serveWalk();
    const app = openApp(path);
    const attention = within(await rowOf('input.other')).getByRole('combobox', { name: /^Attention to/ });
    failPath('*/metric-settings');

    await app.user.selectOptions(attention, 'muted');

    expect(await screen.findByRole('alert')).toHaveTextContent(/^Not saved, and shown as before/);
    expect(attention).toHaveValue('usual');
  });
});
