import { screen, waitFor } from '@testing-library/react';
import { expect, it, onTestFinished, vi } from 'vitest';
import { serveSpeech, startMockServer } from '#test/web/msw.ts';
import { openApp } from '#test/web/open-app.tsx';
import { storeAlert } from './stored-alert.ts';

startMockServer();

/** A browser that has been asked, and shows what it is told. */
function desktop(permission: NotificationPermission) {
  const shown: { body: string | undefined; click: () => void }[] = [];
  class Desktop extends EventTarget {
    static permission = permission;
    static requestPermission = async () => permission;
    constructor(_: string, { body }: NotificationOptions) {
      super();
      shown.push({ body, click: () => this.dispatchEvent(new Event('click')) });
    }
    close() {}
  }
  vi.stubGlobal('Notification', Desktop);
  vi.spyOn(window, 'focus').mockImplementation(() => undefined);
  return shown;
}

it('tells of new firings on the desktop once that was asked for, and leads there', async () => {
  const shown = desktop('granted');
  const simulator = await serveSpeech();
  await storeAlert(simulator, { id: 'word error', minutesAgo: 30 });
  const app = openApp('/alerts');
  await screen.findByRole('link', { name: 'Alerts 1' });
  await app.user.click(await screen.findByRole('button', { name: 'Notifications' }));
  expect(await screen.findByRole('button', { name: 'Notifications', pressed: true })).toBeVisible();
  expect(shown).toEqual([]);

  await storeAlert(simulator, { id: 'null outputs', minutesAgo: 1 });
  await storeAlert(simulator, { id: 'echo', minutesAgo: 1, echoes: { id: 'null outputs', stage: 'vad' } });
  await app.polls();

  await waitFor(() =>
    expect(shown.map(({ body }) => body)).toEqual(['speech / asr: null outputs fires (critical)']),
  );
  expect(screen.getByText('speech / asr: null outputs fires (critical)')).toHaveAttribute(
    'aria-live',
    'assertive',
  );
  shown[0]?.click();
  await waitFor(() => expect(app.address().pathname).toBe('/alerts/null%20outputs'));

  await app.polls();
  expect(shown).toHaveLength(1);
});

it('tells by the service worker where only that may show a message, as on phones', async () => {
  const shown: { title: string; options: NotificationOptions }[] = [];
  class Phone {
    static permission = 'granted';
    static requestPermission = async () => 'granted';
    constructor() {
      throw new TypeError('Illegal constructor. Use ServiceWorkerRegistration.showNotification() instead.');
    }
  }
  const registration = {
    showNotification: async (title: string, options: NotificationOptions) =>
      void shown.push({ title, options }),
  };
  vi.stubGlobal('Notification', Phone);
  const serviceWorker = { register: async () => registration, ready: Promise.resolve(registration) };
  Object.defineProperty(navigator, 'serviceWorker', { configurable: true, value: serviceWorker });
  onTestFinished(() => void Reflect.deleteProperty(navigator, 'serviceWorker'));
  const simulator = await serveSpeech();
  const app = openApp('/alerts');
  await app.user.click(await screen.findByRole('button', { name: 'Notifications' }));

  await storeAlert(simulator, { id: 'null outputs', minutesAgo: 1 });
  await app.polls();

  await waitFor(() => expect(shown).toHaveLength(1));
  expect(shown[0]?.options).toMatchObject({
    body: 'speech / asr: null outputs fires (critical)',
    data: { url: expect.stringMatching(/\/alerts\/null%20outputs$/) as string },
  });
});

it('says that the browser blocks notifications', async () => {
  desktop('denied');
  await serveSpeech();
  openApp('/alerts');

  expect(await screen.findByRole('button', { name: 'Notifications' })).toBeDisabled();
  expect(screen.getByText('Notifications are blocked in the browser’s settings.')).toBeVisible();
});
