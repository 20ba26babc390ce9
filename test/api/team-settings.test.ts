import { describe, expect, it } from 'vitest';
import { memoryApp, now, prediction } from './memory-app.ts';

function sender(method: 'PUT' | 'POST' | 'DELETE') {
  return async (app: ReturnType<typeof memoryApp>['app'], path: string, body?: unknown) => {
    const response = await app.request(`/api/v1${path}`, {
      method,
      headers: { 'content-type': 'application/json' },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    return { status: response.status, body: (await response.json()) as Record<string, unknown> };
  };
}
const put = sender('PUT');
const post = sender('POST');
const remove = sender('DELETE');

describe('what the team has made of a metric', () => {
  const setting = { stage: 'score', metric: 'input.age', title: 'Age', unit: 'none', attention: 'pinned' };

  it('is kept, and audited with what it was before', async () => {
    const { app, ports, ...api } = memoryApp();
    await api.post('/predictions', [prediction(1)]);
    await put(app, '/pipelines/loans/metric-settings', { items: [setting] });

    const muted = { stage: 'score', metric: 'input.age', attention: 'muted' };
    const { status, body } = await put(app, '/pipelines/loans/metric-settings', { items: [muted] });

    expect({ status, body }).toEqual({ status: 200, body: { items: [muted] } });
    expect((await ports.control.listAudit(1))[0]).toEqual({
      actor: 'local',
      action: 'metric-settings.put',
      subject: 'loans',
      at: now.toISOString(),
      before: [setting],
      after: [muted],
      reason: '',
      origin: { ip: null, userAgent: null, session: null },
    });
  });

  it('is refused for a pipeline that is not there, and for a unit nobody knows', async () => {
    const { app, ...api } = memoryApp();
    await api.post('/predictions', [prediction(1)]);

    expect((await put(app, '/pipelines/nobody/metric-settings', { items: [setting] })).status).toBe(404);
    const wrong = await put(app, '/pipelines/loans/metric-settings', {
      items: [{ ...setting, unit: 'furlong' }],
    });
    expect(wrong.status).toBe(400);
    expect(wrong.body.detail).toContain('unit');
  });
});

describe('a saved view', () => {
  it('is listed by name until it is deleted', async () => {
    const { app, ...api } = memoryApp();
    const request = { name: ' Phones ', address: '/p/speech?from=-6h' };
    const created = await post(app, '/saved-views', request);
    expect(created.body).toMatchObject({ name: 'Phones', address: request.address, createdBy: 'local' });

    const listed = (await (await api.get('/saved-views')).json()) as { items: unknown[] };
    expect(listed.items).toEqual([created.body]);

    const path = `/saved-views/${String(created.body.id)}`;
    expect(await remove(app, path)).toEqual({ status: 200, body: created.body });
    expect((await remove(app, path)).status).toBe(404);
  });

  it.each(['https://elsewhere.example/', '//elsewhere.example', '/\\elsewhere.example', 'p/speech'])(
    'does not lead to %s',
    async (address) => {
      const { app } = memoryApp();
      expect((await post(app, '/saved-views', { name: 'x', address })).status).toBe(400);
    },
  );
});
