import { z } from 'zod';
import { Delivery, DeliveryState } from '../delivery.ts';
import { Channel, ChannelChange, ChannelRequest, DeliveryAttempt } from '../notification-channel.ts';
import { RoutePreview, RoutePreviewRequest, RoutesChange, RouteTable } from '../notification-route.ts';
import { PushState, PushSubscriptionRequest } from '../push-subscription.ts';
import { items, json, problem, refusals } from './answers.ts';
import { route } from './route.ts';

const body = <T extends z.ZodType>(schema: T) => ({
  required: true,
  content: { 'application/json': { schema } },
});
const channelParams = z.object({ id: z.string().max(100) });
const deliveryParams = z.object({ id: z.coerce.number().int().min(1).max(2_147_483_647) });
const changed = { 409: problem('somebody else changed it meanwhile'), ...refusals } as const;
const tags = ['notifications'];

export const notificationRoutes = {
  listChannels: route({
    method: 'get',
    path: '/api/v1/notification-channels',
    tags,
    summary: 'channels by which people and machines are told of alerts',
    responses: { 200: json(items(Channel), 'channels, by name'), ...refusals },
  }),
  createChannel: route({
    method: 'post',
    path: '/api/v1/notification-channels',
    tags,
    summary: 'make a channel',
    request: { body: body(ChannelRequest) },
    responses: { 200: json(Channel, 'the channel'), ...refusals },
  }),
  changeChannel: route({
    method: 'put',
    path: '/api/v1/notification-channels/{id}',
    tags,
    summary: 'change a channel; its secrets must be given anew where it leads elsewhere',
    request: { params: channelParams, body: body(ChannelChange) },
    responses: { 200: json(Channel, 'the channel'), ...changed },
  }),
  deleteChannel: route({
    method: 'delete',
    path: '/api/v1/notification-channels/{id}',
    tags,
    summary: 'take a channel away; not while a route names it',
    request: { params: channelParams },
    responses: { 200: json(Channel, 'the channel that is gone'), ...changed },
  }),
  testChannel: route({
    method: 'post',
    path: '/api/v1/notification-channels/{id}/test',
    tags,
    summary: 'send a test message, and show the answer',
    request: { params: channelParams },
    responses: { 200: json(DeliveryAttempt, 'what came of it'), ...refusals },
  }),
  readRoutes: route({
    method: 'get',
    path: '/api/v1/notification-routes',
    tags,
    summary: 'which alerts go where',
    responses: { 200: json(RouteTable, 'the routes'), ...refusals },
  }),
  writeRoutes: route({
    method: 'put',
    path: '/api/v1/notification-routes',
    tags,
    summary: 'write the routes anew',
    request: { body: body(RoutesChange) },
    responses: { 200: json(RouteTable, 'the routes'), ...changed },
  }),
  previewRoutes: route({
    method: 'post',
    path: '/api/v1/notification-routes/preview',
    tags,
    summary: 'where the alerts of the last 7 days would have gone',
    request: { body: body(RoutePreviewRequest) },
    responses: { 200: json(RoutePreview, 'by route'), ...refusals },
  }),
  listDeliveries: route({
    method: 'get',
    path: '/api/v1/notification-deliveries',
    tags,
    summary: 'who was told, when and by what, or why not',
    request: {
      query: z.object({
        alert: z.string().max(200).optional(),
        state: DeliveryState.optional(),
        limit: z.coerce.number().int().min(1).max(500).default(100),
      }),
    },
    responses: { 200: json(items(Delivery), 'deliveries, the latest first'), ...refusals },
  }),
  retryDelivery: route({
    method: 'post',
    path: '/api/v1/notification-deliveries/{id}/retry',
    tags,
    summary: 'try a dead letter again, for another day',
    request: { params: deliveryParams },
    responses: { 200: json(Delivery, 'the delivery'), ...refusals },
  }),
  discardDelivery: route({
    method: 'post',
    path: '/api/v1/notification-deliveries/{id}/discard',
    tags,
    summary: 'put a dead letter away',
    request: { params: deliveryParams },
    responses: { 200: json(Delivery, 'the delivery'), ...refusals },
  }),
  pushState: route({
    method: 'get',
    path: '/api/v1/push',
    tags,
    summary: 'what a browser needs for Web Push, and one’s own browsers that have it',
    responses: { 200: json(PushState, 'key and browsers'), ...refusals },
  }),
  subscribePush: route({
    method: 'post',
    path: '/api/v1/push/subscriptions',
    tags,
    summary: 'be told in this browser',
    request: { body: body(PushSubscriptionRequest) },
    responses: { 200: json(PushState, 'key and browsers'), ...refusals },
  }),
  unsubscribePush: route({
    method: 'post',
    path: '/api/v1/push/subscriptions/remove',
    tags,
    summary: 'be told in this browser no more',
    request: { body: body(z.strictObject({ endpoint: z.string().max(2_000) })) },
    responses: { 200: json(PushState, 'key and browsers'), ...refusals },
  }),
};
