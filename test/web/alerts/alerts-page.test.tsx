import { screen, waitFor, within } from '@testing-library/react';
import { describe, expect, it, vi } from 'vitest';
import { machineActor } from '#api/access/actor.ts';
import { auditEntry } from '#api/services/audit/audit-entry.ts';
import { failPath, serveSpeech, startMockServer } from '#test/web/msw.ts';
import { openApp } from '#test/web/open-app.tsx';
import { firedAlert } from '#test/server/stores/fired-alert.ts';
import { storeAlert } from './stored-alert.ts';

startMockServer();

async function openInbox(path = '/alerts') {
  const simulator = await serveSpeech();
  await storeAlert(simulator, { id: 'word error', minutesAgo: 30 });
  await storeAlert(simulator, { id: 'null outputs', minutesAgo: 10, severity: 'warning' });
  await storeAlert(simulator, { id: 'late labels', minutesAgo: 90, endedMinutesAgo: 5 });
  return { simulator, app: openApp(path) };
}

const inbox = async () => screen.findByRole('list', { name: 'Alerts' });
const names = async () =>
  within(await inbox())
    .getAllByRole('link')
    .map((link) => link.textContent);

describe('the inbox', () => {
  it('lists what fires, critical first, and tells how much there is of each state', async () => {
    await openInbox();

    await waitFor(async () => expect(await names()).toEqual(['word error', 'null outputs']));
    expect(screen.getByRole('button', { name: 'Firing 2' })).toHaveAttribute('aria-pressed', 'true');
    expect(screen.getByRole('button', { name: 'Resolved, 24 h 1' })).toBeVisible();
    expect(await screen.findByRole('link', { name: 'Alerts 2' })).toBeVisible();
    await waitFor(() => expect(document.title).toBe('(2) Alerts · Anchorwatch'));
  });

  it('acknowledges by one click, and takes it back by u', async () => {
    const { app } = await openInbox();
    await app.user.click(await screen.findByRole('button', { name: 'Acknowledge word error' }));

    expect(await screen.findByText('Acknowledged: word error')).toBeVisible();
    await waitFor(async () => expect(await names()).toEqual(['null outputs']));
    expect(screen.getByRole('button', { name: 'Acknowledged 1' })).toBeVisible();
    await app.user.keyboard('u');

    await waitFor(() => expect(screen.getByRole('button', { name: 'Firing 2' })).toBeVisible());
  });

  it('goes through the list by j and k and acknowledges by a', async () => {
    const { app } = await openInbox();
    await waitFor(async () => expect(await names()).toHaveLength(2));

    await app.user.keyboard('j');
    await app.user.keyboard('j');
    expect(app.address().pathname).toBe('/alerts/null%20outputs');
    expect(await screen.findByRole('heading', { level: 2, name: /null outputs/ })).toBeVisible();
    await app.user.keyboard('a');

    expect(await screen.findByText('Acknowledged: null outputs')).toBeVisible();
    expect(await screen.findByRole('button', { name: 'Take back the acknowledgement' })).toBeVisible();
  });

  it('tells what a rollout did by itself, and leads to it', async () => {
    const simulator = await serveSpeech();
    const fired = firedAlert({ id: 'rollout.r1', atMs: Date.now(), severity: 'warning' });
    const rule = { id: 'r1', name: 'Rollout v17 → v18', version: 1, thresholds: {} };
    const source = { name: 'the rollout', summary: 'It went back by itself: proven worse (errors).' };
    await simulator.ports.control.writeAlerts([
      { ...fired, alert: { ...fired.alert, kind: 'rollout', rule, source } },
    ]);
    openApp('/alerts/rollout.r1');

    const facts = await screen.findByRole('region', { name: 'From the rollout' });
    expect(within(facts).getByText(source.summary)).toBeVisible();
    const link = within(facts).getByRole('link', { name: 'Evidence, traffic and history of the rollout' });
    expect(link).toHaveAttribute('href', '/rollouts/r1');
  });

  it('acts on all that are selected', async () => {
    const { app } = await openInbox();
    await app.user.click(await screen.findByRole('checkbox', { name: 'Select word error' }));
    await app.user.click(screen.getByRole('checkbox', { name: 'Select null outputs' }));

    await app.user.click(screen.getByRole('button', { name: 'Acknowledge 2' }));

    expect(await screen.findByText('Acknowledged: 2 alerts')).toBeVisible();
    expect(await screen.findByText('Nothing fires and waits for a person.')).toBeVisible();
  });

  it('keeps new arrivals behind a button, so that nothing jumps', async () => {
    const { app, simulator } = await openInbox();
    await waitFor(async () => expect(await names()).toHaveLength(2));

    await storeAlert(simulator, { id: 'brand new', minutesAgo: 1 });
    await app.polls();
    expect(await screen.findByRole('button', { name: '1 new, press .' })).toBeVisible();
    expect(await names()).toEqual(['word error', 'null outputs']);
    await app.user.keyboard('.');

    expect(await names()).toEqual(['word error', 'brand new', 'null outputs']);
  });

  it('shows the most urgent of many, and more of them when asked', async () => {
    const simulator = await serveSpeech();
    for (let index = 0; index < 203; index++) {
      const name = `alert ${String(index).padStart(3, '0')}`;
      await storeAlert(simulator, { id: name, minutesAgo: 300 - index });
    }
    const app = openApp('/alerts');
    expect(await screen.findByText(/^The 200 most urgent of 203\./)).toBeVisible();
    const shown = () => screen.getAllByText(/^alert \d{3}$/);
    expect(shown()).toHaveLength(200);

    await app.user.click(screen.getByRole('button', { name: 'Show 200 more' }));

    await waitFor(() => expect(shown()).toHaveLength(203));
    expect(screen.queryByText(/most urgent of/)).toBeNull();
  });

  it('says at the alert why a command was not carried out, and shows what is there', async () => {
    const { app } = await openInbox();
    const button = await screen.findByRole('button', { name: 'Acknowledge word error' });
    failPath('*/api/v1/alerts/commands');

    await app.user.click(button);

    expect(await within(await inbox()).findByRole('alert')).toHaveTextContent(
      /^Nothing was changed: .*the store is away/,
    );
    expect(screen.getByRole('button', { name: 'Acknowledge word error' })).toBeEnabled();
  });
});

describe('a shift', () => {
  it('is handed over as text', async () => {
    const { app } = await openInbox();
    const written = vi.spyOn(navigator.clipboard, 'writeText').mockResolvedValue();
    await app.user.click(await screen.findByRole('button', { name: 'Acknowledge word error' }));
    await screen.findByText('Acknowledged: word error');

    await app.user.click(screen.getByRole('button', { name: 'Hand over …' }));
    const dialog = await screen.findByRole('dialog', { name: 'Hand over the shift' });
    const text = await within(dialog).findByRole('region', { name: 'Hand-over' });
    await app.user.click(within(dialog).getByRole('button', { name: 'Copy the text' }));

    expect(await within(dialog).findByText('Copied')).toBeVisible();
    const said = written.mock.calls[0]?.[0] ?? '';
    expect(said).toBe(text.textContent);
    expect(said).toMatch(/^Shift hand-over, /);
    expect(said).toContain('Open now: 2; 1 of them nobody has.');
    expect(said).toMatch(
      /- critical: word error: speech \/ asr 0\.3 .* State: acknowledged by Local user for/,
    );
    expect(said).toMatch(/- warning: null outputs: .* State: firing\./);
    expect(said).toMatch(/late labels, speech \/ asr: critical, over after/);
    expect(said).toContain('http://localhost:3000/alerts/word%20error');
  });
});

describe('people', () => {
  it('are chosen from a list, and named by their names', async () => {
    const { app, simulator } = await openInbox('/alerts/word%20error');
    const bo = {
      id: 'bo',
      name: 'Bo Lindqvist',
      role: 'on-call' as const,
      provider: 'sample' as const,
      isDisabled: false,
      createdAt: '2026-11-01T00:00:00.000Z',
      createdBy: 'local',
    };
    const entry = { action: 'person.create', subject: 'bo' };
    await simulator.ports.control.createPerson(
      bo,
      null,
      auditEntry(machineActor('simulator'), new Date(), entry),
    );
    const viewer = { ...bo, id: 'vic', name: 'Vic Tanaka', role: 'viewer' as const };
    await simulator.ports.control.createPerson(
      viewer,
      null,
      auditEntry(machineActor('simulator'), new Date(), entry),
    );
    await app.queryClient.invalidateQueries({ queryKey: ['people'] });
    await screen.findByRole('heading', { level: 2, name: /word error/ });
    await app.user.keyboard('i');

    const dialog = await screen.findByRole('dialog', { name: 'Assign word error' });
    await within(dialog).findByRole('radio', { name: /Bo Lindqvist/ });
    expect(within(dialog).queryByRole('radio', { name: /Vic/ })).toBeNull();
    expect(within(dialog).getByRole('radio', { name: /\(you\)/ })).toBeChecked();
    await app.user.type(within(dialog).getByRole('searchbox', { name: 'Find a person' }), 'lindq{Enter}');

    expect(await screen.findByText('Assigned: word error')).toBeVisible();
    expect(await screen.findByText('Assigned to Bo Lindqvist')).toBeVisible();
    const timeline = screen.getByRole('region', { name: 'Timeline and notes' });
    expect(within(timeline).getByText('Local user assigned it to Bo Lindqvist')).toBeVisible();
    await app.user.keyboard('u');
    await waitFor(() => expect(screen.queryByText('Assigned to Bo Lindqvist')).toBeNull());
  });
});

describe('one alert', () => {
  it('that echoes another says so, and leads there', async () => {
    const simulator = await serveSpeech();
    await storeAlert(simulator, { id: 'echo', minutesAgo: 20, echoes: { id: 'word error', stage: 'vad' } });
    openApp('/alerts/echo');

    expect(await screen.findByRole('link', { name: 'The alert of vad' })).toHaveAttribute(
      'href',
      '/alerts/word%20error',
    );
  });

  it('shows the stage of what was known when it fired', async () => {
    await openInbox('/alerts/word%20error');

    const moment = await screen.findByRole('link', { name: /^The view at / });
    expect(moment.getAttribute('href')).toMatch(/^\/p\/speech\/s\/asr\?from=.*&to=.*&known=.*&at=.*&live=0$/);
  });

  it('says what, where, how bad and since when, and what happened', async () => {
    await openInbox('/alerts/word%20error');

    expect(
      await screen.findByText(/^word error: speech \/ asr 0\.3 \(limit 0\.2\) since .*, n 120\.$/),
    ).toBeVisible();
    const timeline = screen.getByRole('region', { name: 'Timeline and notes' });
    expect(within(timeline).getByText(/^fired, critical at 0\.3, n 120$/)).toBeVisible();
    expect(screen.getByRole('region', { name: 'Also firing in speech' })).toHaveTextContent('null outputs');
    expect(screen.getByText('It never fired before.')).toBeVisible();
  });

  it('takes notes, and keeps the text when they are not taken', async () => {
    const { app } = await openInbox('/alerts/word%20error');
    const field = await screen.findByRole('textbox', { name: 'Note' });

    await app.user.type(field, 'looking at vad{Enter}');

    const timeline = screen.getByRole('region', { name: 'Timeline and notes' });
    expect(await within(timeline).findByText(/: looking at vad$/)).toBeVisible();
    await waitFor(() => expect(field).toHaveValue(''));
    failPath('*/api/v1/alerts/commands');
    await app.user.type(field, 'second{Enter}');

    expect(await screen.findByText(/^Nothing was changed/)).toBeVisible();
    expect(field).toHaveValue('second');
  });

  it('is silenced after it was said what that catches', async () => {
    const { app } = await openInbox('/alerts/word%20error');

    await app.user.click(await screen.findByRole('button', { name: 'Silence …' }));
    const dialog = await screen.findByRole('dialog', { name: 'Silence word error' });
    expect(
      await within(dialog).findByText(/^It catches 1 open alert now, and would have caught 1 firing /),
    ).toBeVisible();
    await app.user.type(within(dialog).getByRole('textbox', { name: 'Reason' }), 'known, being mended');
    await app.user.click(within(dialog).getByRole('button', { name: 'Silence' }));

    expect(await screen.findByText('Silenced')).toBeVisible();
  });

  it('is silenced broadly only after somebody else has agreed', async () => {
    const { app } = await openInbox('/alerts/word%20error');
    await app.user.click(await screen.findByRole('button', { name: 'Silence …' }));
    const dialog = await screen.findByRole('dialog', { name: 'Silence word error' });
    await app.user.selectOptions(within(dialog).getByRole('combobox', { name: 'What' }), 'pipeline');
    expect(
      await within(dialog).findByText(
        /nothing until an approver has agreed, because it names nothing narrower/,
      ),
    ).toBeVisible();
    await app.user.type(within(dialog).getByRole('textbox', { name: 'Reason' }), 'moving house');
    await app.user.click(within(dialog).getByRole('button', { name: 'Ask for approval' }));
    expect(await screen.findByText('The silence waits for an approver')).toBeVisible();

    await app.user.click(screen.getByRole('button', { name: 'Silenced 0' }));
    const silences = await screen.findByRole('region', { name: 'Silences' });
    expect(within(silences).getByText(/^It does nothing yet/)).toHaveTextContent('You asked for it');
    expect(within(silences).getByRole('button', { name: 'Approve' })).toBeDisabled();
  });

  it('asks once it has ended whether it was real', async () => {
    const { app } = await openInbox('/alerts/late%20labels');

    await app.user.click(await screen.findByRole('button', { name: 'Noise' }));

    await waitFor(() =>
      expect(screen.getByRole('button', { name: 'Noise' })).toHaveAttribute('aria-pressed', 'true'),
    );
  });
});
