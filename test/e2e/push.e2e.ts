import { expect, test } from '@playwright/test';
import { dataFolder, startServer, type RealServer } from './real-server.ts';

let server: RealServer;
const folder = dataFolder();

test.beforeAll(async () => {
  server = await startServer(folder.path);
});
test.afterAll(async () => {
  await server.kill('SIGTERM');
  folder.remove();
});

/** What a push service would hand over is handed over by the browser's own tools: no service is asked. */
test('a pushed message is shown once, by its key', async ({ context, page }) => {
  await context.grantPermissions(['notifications']);
  await page.goto(`${server.url}/settings/notifications`);
  await page.evaluate(async () => {
    await navigator.serviceWorker.register('/push-worker.js');
    await navigator.serviceWorker.ready;
  });
  const tools = await context.newCDPSession(page);
  const registered = new Promise<string>((resolve) => {
    tools.on('ServiceWorker.workerRegistrationUpdated', ({ registrations: [first] }) => {
      if (first) resolve(first.registrationId);
    });
  });
  await tools.send('ServiceWorker.enable');
  const message = {
    title: 'critical: psi, speech / asr',
    body: 'It fires.',
    url: 'https://watch.example.org/alerts/asr',
    tag: 'asr/1/fire/1',
    isUrgent: true,
  };

  for (let times = 0; times < 2; times++)
    await tools.send('ServiceWorker.deliverPushMessage', {
      origin: server.url,
      registrationId: await registered,
      data: JSON.stringify(message),
    });

  const shown = () =>
    page.evaluate(async () => {
      const registration = await navigator.serviceWorker.ready;
      return (await registration.getNotifications()).map(({ title, body, tag }) => ({ title, body, tag }));
    });
  const { title, body, tag } = message;
  await expect.poll(shown).toEqual([{ title, body, tag }]);
});

/** No push service is asked: the event is as one would send it. */
test('a subscription that the push service renews is told to the server', async ({ context, page }) => {
  await page.goto(`${server.url}/settings/notifications`);
  await page.evaluate(async () => {
    await navigator.serviceWorker.register('/push-worker.js');
    await navigator.serviceWorker.ready;
  });
  const worker = context.serviceWorkers()[0] ?? (await context.waitForEvent('serviceworker'));
  const renewed = {
    endpoint: 'https://push.example.org/renewed',
    keys: {
      p256dh: 'BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4',
      auth: 'BTBZMqHH6r4Tts7J_aSIgg',
    },
  };
  await worker.evaluate((subscription) => {
    const event = new Event('pushsubscriptionchange');
    globalThis.dispatchEvent(
      Object.assign(event, { newSubscription: { toJSON: () => subscription }, waitUntil: () => undefined }),
    );
  }, renewed);

  const known = async () => {
    const answer = await page.request.get(`${server.url}/api/v1/push`);
    const { devices } = (await answer.json()) as { devices: { endpoint: string }[] };
    return devices.map(({ endpoint }) => endpoint);
  };
  await expect.poll(known).toEqual([renewed.endpoint]);
});
