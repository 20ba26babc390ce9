// Shows what the server pushes, and opens the alert. It keeps nothing and answers no request of the page.

self.addEventListener('push', (event) => {
  const { title, body, url, tag, isUrgent } = event.data.json();
  const options = { body, tag, data: { url }, icon: '/icon-192.png', requireInteraction: isUrgent };
  event.waitUntil(self.registration.showNotification(title, options));
});

self.addEventListener('notificationclick', (event) => {
  event.notification.close();
  event.waitUntil(openPage(event.notification.data.url));
});

// A push service may end a subscription and begin another: the server has to learn of it, else its messages go nowhere.
self.addEventListener('pushsubscriptionchange', (event) => {
  event.waitUntil(renew(event));
});

async function renew({ oldSubscription, newSubscription }) {
  const renewed = newSubscription ?? (await subscribeAgain(oldSubscription));
  if (!renewed) return;
  const { endpoint, keys } = renewed.toJSON();
  await fetch('/api/v1/push/subscriptions', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ endpoint, keys: { p256dh: keys.p256dh, auth: keys.auth } }),
  });
}

/** With the key that the server had before. */
function subscribeAgain(oldSubscription) {
  const key = oldSubscription?.options.applicationServerKey;
  return key && self.registration.pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: key });
}

/** In the window that shows it already, else in a new one. The server may know itself by another name: only the path counts. */
async function openPage(url) {
  const { pathname } = new URL(url);
  const windows = await self.clients.matchAll({ type: 'window', includeUncontrolled: true });
  const shown = windows.find((client) => new URL(client.url).pathname === pathname);
  return shown ? shown.focus() : self.clients.openWindow(pathname);
}
