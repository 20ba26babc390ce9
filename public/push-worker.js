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

/** In the window that shows it already, else in a new one. The server may know itself by another name: only the path counts. */
async function openPage(url) {
  const { pathname } = new URL(url);
  const windows = await self.clients.matchAll({ type: 'window', includeUncontrolled: true });
  const shown = windows.find((client) => new URL(client.url).pathname === pathname);
  return shown ? shown.focus() : self.clients.openWindow(pathname);
}
