import { z } from 'zod';
import { Severity } from './alert-words.ts';
import { SilenceMatcher } from './silence.ts';

const timeOfDay = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, { error: 'a time of day such as 22:00' });

/** In these hours warnings wait, and come together at their end. Critical alerts never wait. */
export const QuietHours = z
  .strictObject({
    zone: z
      .string()
      .max(64)
      .refine(isZone, { error: 'not a time zone that is known here, such as Europe/Berlin' }),
    from: timeOfDay,
    to: timeOfDay.describe('earlier than from: on the next day'),
    weekend: z.boolean().default(false).describe('whether all of Saturday and Sunday is quiet, too'),
  })
  .refine(({ from, to }) => from !== to, { error: 'quiet hours begin and end at different times' })
  .meta({ id: 'QuietHours' });
export type QuietHours = z.infer<typeof QuietHours>;

/** Who is told after so many minutes in which nobody took the alert. */
export const EscalationLevel = z
  .strictObject({
    afterMinutes: z.number().int().min(0).max(1_440),
    channels: z.array(z.string().max(100)).max(20),
  })
  .meta({ id: 'EscalationLevel' });
export type EscalationLevel = z.infer<typeof EscalationLevel>;

/** Which alerts go where. Routes are asked in their order; the first that matches is the last, unless it continues. */
export const NotificationRoute = z
  .strictObject({
    name: z.string().trim().min(1).max(100),
    matchers: z
      .array(SilenceMatcher)
      .max(20)
      .describe('all must match: labels as in silences, and owner; none: every alert'),
    continues: z.boolean().default(false).describe('whether later routes are asked as well'),
    levels: z
      .array(EscalationLevel)
      .min(1)
      .max(6)
      .refine((levels) => levels[0]?.afterMinutes === 0, { error: 'the first level is told at once (0)' })
      .refine(
        (levels) =>
          levels.every(
            (level, index) => index === 0 || level.afterMinutes > (levels[index - 1]?.afterMinutes ?? 0),
          ),
        { error: 'each level comes later than the one before' },
      ),
    quietHours: QuietHours.nullable().default(null),
  })
  .meta({ id: 'NotificationRoute' });
export type NotificationRoute = z.infer<typeof NotificationRoute>;

const routes = z
  .array(NotificationRoute)
  .max(100)
  .refine((all) => new Set(all.map(({ name }) => name)).size === all.length, {
    error: 'two routes have the same name',
  });

export const RoutesChange = z
  .strictObject({ fromRevision: z.number().int().min(0), routes })
  .meta({ id: 'RoutesChange' });
export type RoutesChange = z.infer<typeof RoutesChange>;

/** All routes, in their order; revision 0: nobody has written any yet. */
export const RouteTable = z
  .object({
    revision: z.number().int(),
    routes: z.array(NotificationRoute),
    changedAt: z.iso.datetime().nullable(),
    changedBy: z.string().nullable(),
  })
  .meta({ id: 'RouteTable' });
export type RouteTable = z.infer<typeof RouteTable>;

export const RoutePreviewRequest = z.strictObject({ routes }).meta({ id: 'RoutePreviewRequest' });

const caught = z.object({
  alertId: z.string(),
  title: z.string(),
  from: z.iso.datetime(),
  severity: Severity,
});

/** Where the alerts of the last 7 days would have gone. */
export const RoutePreview = z
  .object({
    routes: z
      .array(
        z.object({
          name: z.string(),
          episodes: z.number().int(),
          critical: z.number().int(),
          latest: z.array(caught).describe('the latest, at most 20'),
        }),
      )
      .describe('in their order'),
    nowhere: z.object({ episodes: z.number().int(), critical: z.number().int(), latest: z.array(caught) }),
  })
  .meta({ id: 'RoutePreview' });
export type RoutePreview = z.infer<typeof RoutePreview>;

function isZone(zone: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: zone }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
}
