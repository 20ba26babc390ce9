import { mutationOptions, queryOptions, type QueryClient } from '@tanstack/react-query';
import { callApi } from '#contract/client.ts';
import { notificationRoutes } from '#contract/routes/notification-routes.ts';
import { pushWorker } from '../url/push-worker.ts';

/** Why this browser cannot be told, as a sentence; undefined when it can. */
export function pushObstacle(): string | undefined {
  if (!globalThis.isSecureContext) return 'Browsers take messages over HTTPS only, or at the machine itself.';
  if (!('serviceWorker' in navigator) || !('PushManager' in globalThis))
    return 'This browser has no Web Push. On an iPhone, put the page on the home screen first.';
  return undefined;
}

/** The server's key, and what this browser has subscribed to. */
export function pushQuery() {
  return queryOptions({
    queryKey: ['push'],
    queryFn: async ({ signal }) => {
      const [state, own] = await Promise.all([
        callApi(notificationRoutes.pushState, {}, { signal }),
        findSubscription(),
      ]);
      return { ...state, isOn: state.devices.some(({ endpoint }) => endpoint === own?.endpoint) };
    },
  });
}

export function enablePushMutation(client: QueryClient) {
  return mutationOptions({
    mutationKey: ['push', 'enable'],
    mutationFn: async (publicKey: string) => {
      if ((await Notification.requestPermission()) !== 'granted')
        throw new Error('the browser does not let this page show notifications');
      const registration = await navigator.serviceWorker.register(pushWorker);
      await navigator.serviceWorker.ready;
      const subscription = await registration.pushManager.subscribe({
        userVisibleOnly: true,
        applicationServerKey: publicKey,
      });
      const { endpoint = '', keys = {} } = subscription.toJSON();
      const body = { endpoint, keys: { p256dh: keys['p256dh'] ?? '', auth: keys['auth'] ?? '' } };
      return callApi(notificationRoutes.subscribePush, { body });
    },
    onSuccess: () => client.invalidateQueries({ queryKey: ['push'] }),
  });
}

export function disablePushMutation(client: QueryClient) {
  return mutationOptions({
    mutationKey: ['push', 'disable'],
    mutationFn: async () => {
      const subscription = await findSubscription();
      if (!subscription) return;
      await callApi(notificationRoutes.unsubscribePush, { body: { endpoint: subscription.endpoint } });
      await subscription.unsubscribe();
    },
    onSuccess: () => client.invalidateQueries({ queryKey: ['push'] }),
  });
}

async function findSubscription(): Promise<PushSubscription | null> {
  if (pushObstacle() !== undefined) return null;
  const registrations = await navigator.serviceWorker.getRegistrations();
  const own = registrations.find(({ active }) => active?.scriptURL.endsWith(pushWorker));
  return own ? own.pushManager.getSubscription() : null;
}
