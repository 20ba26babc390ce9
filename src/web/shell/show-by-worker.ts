import { pushWorker } from '../url/push-worker.ts';

/** Shows a message by the service worker, which opens that path when it is clicked. */
export async function showByWorker(options: NotificationOptions, path: string): Promise<void> {
  await navigator.serviceWorker.register(pushWorker);
  const registration = await navigator.serviceWorker.ready;
  const url = new URL(path, globalThis.location.origin).href;
  await registration.showNotification('Anchorwatch', { ...options, data: { url } });
}
