import { z } from 'zod';

/** Which requests of a window to list first. */
export const requestOrders = ['recent', 'slowest', 'errors', 'nulls'] as const;
export const RequestOrder = z.enum(requestOrders).meta({ id: 'RequestOrder' });
export type RequestOrder = z.infer<typeof RequestOrder>;
