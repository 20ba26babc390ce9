import { z } from 'zod';

/** Who did what to what, when, and from where; each entry holds the hash of the one before it. */
export const AuditRecord = z
  .object({
    position: z.number().int(),
    at: z.iso.datetime(),
    actor: z.string(),
    action: z.string(),
    subject: z.string(),
    before: z.unknown().describe('null where there was nothing'),
    after: z.unknown().describe('null where nothing is left, or nothing changed'),
    reason: z.string(),
    origin: z.object({
      ip: z.string().nullable(),
      userAgent: z.string().nullable(),
      session: z.string().nullable(),
    }),
    previousHash: z.string(),
    hash: z.string().describe('empty in entries that are older than the chain'),
  })
  .meta({ id: 'AuditRecord' });
export type AuditRecord = z.infer<typeof AuditRecord>;

export const AuditPage = z
  .object({
    items: z.array(AuditRecord).describe('newest first'),
    next: z.number().int().optional().describe('`before` of the next page; left out on the last'),
  })
  .meta({ id: 'AuditPage' });
export type AuditPage = z.infer<typeof AuditPage>;

/**
 * Whether every entry follows from the one before. Whoever cuts off the end leaves an intact chain behind: compare `head`
 * with one that was written down elsewhere.
 */
export const AuditVerification = z
  .object({
    isIntact: z.boolean(),
    entries: z.number().int(),
    unchained: z.number().int().describe('entries that are older than the chain'),
    head: z.object({ position: z.number().int(), hash: z.string() }).optional(),
    fault: z
      .object({ position: z.number().int(), what: z.string() })
      .optional()
      .describe('the first entry that does not follow'),
  })
  .meta({ id: 'AuditVerification' });
export type AuditVerification = z.infer<typeof AuditVerification>;
