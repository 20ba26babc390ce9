import { mutationOptions, queryOptions, type QueryClient } from '@tanstack/react-query';
import { callApi } from '#contract/client.ts';
import type { Channel, ChannelChange, ChannelRequest } from '#contract/notification-channel.ts';
import type { NotificationRoute, RoutesChange } from '#contract/notification-route.ts';
import { notificationRoutes } from '#contract/routes/notification-routes.ts';
import { pollEvery, pollMs } from './polling.ts';

const root = ['notifications'] as const;

export function channelsQuery() {
  return queryOptions({
    queryKey: [...root, 'channels'],
    queryFn: async ({ signal }) => (await callApi(notificationRoutes.listChannels, {}, { signal })).items,
    refetchInterval: pollEvery(12 * pollMs),
  });
}

export function routeTableQuery() {
  return queryOptions({
    queryKey: [...root, 'routes'],
    queryFn: ({ signal }) => callApi(notificationRoutes.readRoutes, {}, { signal }),
    refetchInterval: pollEvery(12 * pollMs),
  });
}

/** Where the alerts of the last 7 days would have gone; asked anew with every change of a draft. */
export function routePreviewQuery(routes: readonly NotificationRoute[]) {
  return queryOptions({
    queryKey: [...root, 'preview', routes],
    queryFn: ({ signal }) =>
      callApi(notificationRoutes.previewRoutes, { body: { routes: [...routes] } }, { signal }),
  });
}

/** The latest first. */
export function deadLettersQuery() {
  return queryOptions({
    queryKey: [...root, 'deliveries', 'dead'],
    queryFn: async ({ signal }) =>
      (await callApi(notificationRoutes.listDeliveries, { query: { state: 'dead', limit: 100 } }, { signal }))
        .items,
    refetchInterval: pollEvery(pollMs),
  });
}

/** Who was told of an alert, the latest first. */
export function alertDeliveriesQuery(alert: string) {
  return queryOptions({
    queryKey: [...root, 'deliveries', 'alert', alert],
    queryFn: async ({ signal }) =>
      (await callApi(notificationRoutes.listDeliveries, { query: { alert, limit: 200 } }, { signal })).items,
    refetchInterval: pollEvery(pollMs),
  });
}

export function saveChannelMutation(client: QueryClient) {
  return mutationOptions({
    mutationKey: [...root, 'save-channel'],
    mutationFn: ({ id, ...body }: (ChannelRequest & { id: undefined }) | (ChannelChange & { id: string })) =>
      id === undefined
        ? callApi(notificationRoutes.createChannel, { body })
        : callApi(notificationRoutes.changeChannel, { params: { id }, body: body as ChannelChange }),
    onSuccess: () => client.invalidateQueries({ queryKey: root }),
  });
}

export function deleteChannelMutation(client: QueryClient) {
  return mutationOptions({
    mutationKey: [...root, 'delete-channel'],
    mutationFn: ({ id }: Channel) => callApi(notificationRoutes.deleteChannel, { params: { id } }),
    onSuccess: () => client.invalidateQueries({ queryKey: root }),
  });
}

export function testChannelMutation() {
  return mutationOptions({
    mutationKey: [...root, 'test'],
    mutationFn: (id: string) => callApi(notificationRoutes.testChannel, { params: { id } }),
  });
}

export function writeRoutesMutation(client: QueryClient) {
  return mutationOptions({
    mutationKey: [...root, 'write-routes'],
    mutationFn: (body: RoutesChange) => callApi(notificationRoutes.writeRoutes, { body }),
    onSuccess: () => client.invalidateQueries({ queryKey: root }),
  });
}

export function settleDeadMutation(client: QueryClient) {
  return mutationOptions({
    mutationKey: [...root, 'settle-dead'],
    mutationFn: ({ id, by }: { id: number; by: 'retry' | 'discard' }) =>
      callApi(by === 'retry' ? notificationRoutes.retryDelivery : notificationRoutes.discardDelivery, {
        params: { id },
      }),
    onSuccess: () =>
      Promise.all([
        client.invalidateQueries({ queryKey: root }),
        client.invalidateQueries({ queryKey: ['status'] }),
      ]),
  });
}
