import { fireEvent, screen, waitFor, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { createApp } from '#api/app.ts';
import { commandOnAutomation } from '#api/services/automation/command.ts';
import { AutomationSetting } from '#contract/automation.ts';
import type { Review } from '#contract/review.ts';
import { as } from '#test/api/rollouts/rollout-ports.ts';
import { serveEmptyStore, startMockServer } from '#test/web/msw.ts';
import { openApp } from '#test/web/open-app.tsx';

startMockServer();

const of = { pipeline: 'loans', stage: 'score' };
const page = '/p/loans/s/score/automation';
const hourMs = 3_600_000;

/** 400 answers of the last hours; the sure half is right, of the rest every other one is wrong. */
async function serveLoans({ hasLabels = true } = {}) {
  const simulator = serveEmptyStore();
  const app = createApp(simulator.ports);
  const at = (i: number) => new Date(Date.now() - hourMs - i * 60_000).toISOString();
  const rows = Array.from({ length: 400 }, (_, i) => ({
    ...of,
    time: at(i),
    requestId: `r-${i}`,
    version: 'v1',
    prediction: 'yes',
    confidence: i % 2 === 0 ? 0.95 : 0.6,
  }));
  const labels = rows.map(({ requestId, time }, i) => ({
    ...of,
    requestId,
    time,
    value: i % 4 === 3 ? 'no' : 'yes',
  }));
  const sent = [['predictions', rows] as const, ...(hasLabels ? [['labels', labels] as const] : [])];
  for (const [path, body] of sent) {
    const headers = { 'content-type': 'application/json' };
    const response = await app.request(`/api/v1/${path}`, {
      method: 'POST',
      headers,
      body: JSON.stringify(body),
    });
    expect(response.ok).toBe(true);
  }
  const command = (
    who: string,
    body: Parameters<typeof commandOnAutomation>[1]['command'],
    generation?: number,
  ) => commandOnAutomation(simulator.ports, { of, command: body, actor: as(who, 'admin'), generation });
  const set = (patch: Partial<AutomationSetting>) =>
    command('ann', {
      type: 'set',
      setting: { ...AutomationSetting.parse({ degree: 'assist' }), ...patch },
      acceptsOverload: true,
      breakGlass: false,
    });
  return { ...simulator, command, set };
}
const rung = async (name: RegExp) => {
  const ladder = await screen.findByRole('list', { name: 'Degrees of automation' });
  const item = within(ladder)
    .getAllByRole('listitem')
    .find((each) => name.test(each.querySelector('strong')?.textContent ?? ''));
  if (!item) throw new Error(`no rung ${name}`);
  return item;
};

describe('the automation of a stage', () => {
  it('says that nobody has set it, and asks for labels where there are none', async () => {
    await serveLoans({ hasLabels: false });
    openApp(page);

    expect(await screen.findByText(/Nobody has set the automation of this stage/)).toBeVisible();
    expect(await screen.findByText(/There are no labels of the last 30 days yet/)).toBeVisible();
    expect(screen.getByText('Nobody has.')).toBeVisible();
  });

  it('tells what a threshold would do, which limits break, and follows the handle', async () => {
    const { set } = await serveLoans();
    await set({ peoplePerHour: 1_000 });
    const { address } = openApp(`${page}?tau=0.9`);

    expect(await screen.findByText(/At 0.9 v1 would act on 50 % of its answers; 0 of 200/)).toBeVisible();
    expect(screen.getByText('No limit breaks.')).toBeVisible();
    fireEvent.change(screen.getByRole('slider', { name: 'Threshold, slider' }), { target: { value: '0.5' } });
    expect(await screen.findByText(/At 0.5 v1 would act on 100 % of its answers; 100 of 400/)).toBeVisible();
    const limits = screen.getByRole('list', { name: 'Limits that break' });
    expect(within(limits).getByText(/the errors may be .* above the limit of 5 %/)).toBeVisible();
    expect(address().searchParams.get('tau')).toBe('0.5');
    const partial = await rung(/Partial/);
    expect(within(partial).getByRole('button', { name: 'Ask for Partial…' })).toBeDisabled();
    expect(within(partial).getByText(/errors of v1 may be/)).toBeVisible();
  });

  it('is lowered by one click, and asks where people cannot take the load', async () => {
    const { set, ports } = await serveLoans();
    await set({ peoplePerHour: 1 });
    const { user } = openApp(page);

    await user.click(within(await rung(/Human only/)).getByRole('button', { name: 'Lower to Human only' }));
    const dialog = await screen.findByRole('dialog', { name: 'Lower to Human only?' });
    expect(within(dialog).getByText(/and can take 1: cases would wait/)).toBeVisible();
    await user.click(within(dialog).getByRole('button', { name: 'Lower to Human only all the same' }));
    await waitFor(async () =>
      expect((await ports.control.findAutomation(of))?.setting.degree).toBe('humanOnly'),
    );
    expect(await screen.findByText(/Human only \(now\)/)).toBeVisible();
  });

  it('is raised by a request that another person approves', async () => {
    const { set, command, ports } = await serveLoans();
    await set({ peoplePerHour: 1_000 });
    const { user } = openApp(`${page}?tau=0.9`);

    await screen.findByText('No limit breaks.');
    await user.click(within(await rung(/Partial/)).getByRole('button', { name: 'Ask for Partial…' }));
    const dialog = await screen.findByRole('dialog', { name: 'Ask for Partial' });
    await user.type(within(dialog).getByRole('textbox', { name: 'Why' }), 'proven');
    await user.type(within(dialog).getByRole('textbox', { name: /Type/ }), 'score partial');
    await user.click(within(dialog).getByRole('button', { name: 'Ask for Partial' }));

    const request = await screen.findByRole('region', { name: 'Request' });
    expect(within(request).getByText(/asks for Partial \(v1 from 0.9\)/)).toBeVisible();
    expect(within(request).getByRole('button', { name: 'Approve…' })).toBeDisabled();
    expect(within(request).getByText(/you asked for it; another person agrees/)).toBeVisible();

    const asked = await ports.control.findAutomation(of);
    await command(
      'bea',
      { type: 'approve', hash: asked?.request?.hash ?? '', reason: 'seen' },
      asked?.generation,
    );
    expect((await ports.control.findAutomation(of))?.setting).toMatchObject({
      degree: 'partial',
      thresholds: [{ version: 'v1', tau: 0.9 }],
    });
  });
});

describe('the cases of a stage', () => {
  const waiting = (id: string, patch: Partial<Review> = {}): Review => ({
    ...of,
    id,
    requestId: `r-${id}`,
    version: 'v1',
    reason: 'unsure',
    at: new Date().toISOString(),
    fields: { income: Number(id) },
    suggestion: { value: 'yes', score: 0.6 },
    lease: null,
    decision: null,
    ...patch,
  });

  it('are decided blind by keys, one after the other, and taken back', async () => {
    const { set, ports } = await serveLoans();
    await set({ choices: ['yes', 'no'] });
    await ports.control.addReviews([waiting('1'), waiting('2', { reason: 'assist' })]);
    const { user } = openApp('/p/loans/s/score/reviews');

    const first = await screen.findByRole('region', { name: 'Case' });
    expect(within(first).getByText('What the model said is shown after your answer.')).toBeVisible();
    expect(within(first).queryByText(/suggests/)).toBeNull();
    await user.keyboard('2');
    expect(within(first).getByRole('button', { name: 'no' })).toHaveAttribute('aria-pressed', 'true');
    await user.keyboard('{Enter}');

    expect(await screen.findByText(/the model said yes \(0.6\): another answer/)).toBeVisible();
    expect(await screen.findByText(/The model suggests/)).toBeVisible();
    expect((await ports.control.findReview('1'))?.decision).toMatchObject({ value: 'no' });
    await user.keyboard('u');
    await waitFor(async () => expect((await ports.control.findReview('1'))?.decision).toBeNull());
    expect(await screen.findByText(/Request r-1/)).toBeVisible();
  });

  it('are skipped, and say when nothing waits', async () => {
    const { ports } = await serveLoans();
    await ports.control.addReviews([waiting('1')]);
    const { user } = openApp('/p/loans/s/score/reviews');

    await screen.findByText(/Request r-1/);
    await user.keyboard('s');
    expect(await screen.findByText(/Nothing waits for you here/)).toBeVisible();
    expect(await screen.findByText(/1 case waits/)).toBeVisible();
  });
});
