import { expect, it } from 'vitest';
import { AlertSource } from '#contract/alert-source.ts';
import { memoryApp, prediction } from './memory-app.ts';

const request = {
  name: 'theirs',
  isEnabled: true,
  settings: { kind: 'prometheus', url: 'https://prometheus.example.org' },
  everySeconds: 30,
  pipeline: 'loans',
  pipelineLabel: 'pipeline',
  stageLabel: 'stage',
  criticalValues: ['critical'],
  matchers: [],
  token: 'very-secret',
};

async function server() {
  const api = memoryApp();
  await api.post('/predictions', [prediction(1)]);
  const made = await api.post('/alert-sources', request);
  const source = AlertSource.parse(await made.json());
  const change = (patch: object) => {
    const { token: _, ...about } = request;
    return api.app.request(`/api/v1/alert-sources/${source.id}`, {
      method: 'PUT',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ ...about, fromRevision: 1, ...patch }),
    });
  };
  return { api, source, change };
}

it('a token only goes in: no answer and no entry of the audit has it', async () => {
  const { api, source } = await server();

  const texts = await Promise.all(
    ['/alert-sources', '/audit'].map(async (path) => (await api.get(path)).text()),
  );

  expect(source.hasToken).toBe(true);
  expect(texts.join()).not.toContain('very-secret');
  expect(texts[1]).toContain('alert-source.create');
});

it('a token stays with the place that it was given for', async () => {
  const { api, source, change } = await server();

  const moved = await change({ settings: { kind: 'prometheus', url: 'https://elsewhere.example.org' } });
  const renamed = await change({ name: 'renamed' });

  expect(moved.status).toBe(422);
  expect(await moved.text()).toContain('give its token anew');
  expect(await renamed.json()).toMatchObject({ name: 'renamed', revision: 2, hasToken: true });
  expect((await change({ name: 'late' })).status).toBe(409);
  expect(await api.ports.control.findAlertSource(source.id)).toMatchObject({ token: 'very-secret' });
});

it('belongs to a pipeline that there is', async () => {
  const { api } = await server();

  expect((await api.post('/alert-sources', { ...request, pipeline: 'none' })).status).toBe(404);
});

it('takes no deliveries where it is asked', async () => {
  const { api, source } = await server();

  const response = await api.post(`/alert-sources/${source.id}/alertmanager`, { version: '4', alerts: [] });

  expect(response.status).toBe(409);
  expect(await response.text()).toContain('asked, not told');
});
