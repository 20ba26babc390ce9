import { z } from 'zod';

/** Bounds of what ingest takes; beyond them a record is refused with a reason. */
export const limits = {
  nameLength: 500,
  textLength: 20_000,
  fieldsPerRecord: 2_000,
  recordsPerBatch: 50_000,
  bodyBytes: 32 * 1024 * 1024,
  /** A producer's clock may run ahead by this much. */
  futureMs: 24 * 3600_000,
  /** Older rows than this are refused: a date this far back is a unit mistake (seconds read as milliseconds). */
  pastMs: 20 * 365 * 24 * 3600_000,
} as const;

/** A name as producers and people give it: anything but NUL, which databases cannot hold. */
export const Name = z
  .string()
  .min(1)
  .max(limits.nameLength)
  .refine((name) => !name.includes('\0'), { error: 'a name must not contain NUL' });

const instant = z.iso
  .datetime({ offset: true })
  .describe('ISO 8601 with a zone, such as 2026-11-23T10:00:00.123Z');
const receivedAt = z.iso
  .datetime({ offset: true })
  .optional()
  .describe(
    'of history that is loaded later: when it was first received, for "as known at"; never after the server takes it, which is the default',
  );
const value = z.union([z.number(), z.string().max(limits.textLength), z.boolean(), z.null()]);

function fields(what: string) {
  return z
    .record(Name, value)
    .refine((record) => Object.keys(record).length <= limits.fieldsPerRecord, {
      error: `more than ${limits.fieldsPerRecord} fields`,
    })
    .describe(what);
}

export const Role = z.enum(['live', 'shadow']).meta({ id: 'Role' });
export type Role = z.infer<typeof Role>;

export const Prediction = z
  .strictObject({
    pipeline: Name,
    stage: Name,
    version: Name.default('unversioned'),
    role: Role.default('live'),
    time: instant.describe('when the request was answered'),
    receivedAt,
    requestId: Name.optional().describe('joins the stages of one request, and its labels'),
    latencyMs: z.number().nonnegative().nullish(),
    status: Name.default('ok').describe('"ok", or the kind of error'),
    features: fields(
      'inputs: numbers are numeric metrics, strings and booleans categorical, null is missing',
    ).default({}),
    prediction: value.optional().describe('the output; null is a null output, an absent one is not recorded'),
    confidence: z.number().nullish(),
    signals: fields('what the user did next, such as switched_to_text').default({}),
    site: Name.optional().describe('edge device or region'),
  })
  .meta({ id: 'Prediction' });
export type Prediction = z.infer<typeof Prediction>;

export const Label = z
  .strictObject({
    pipeline: Name,
    stage: Name.optional(),
    requestId: Name,
    time: instant.describe('when the truth became known'),
    receivedAt,
    value,
  })
  .meta({ id: 'Label' });
export type Label = z.infer<typeof Label>;

export const Sample = z
  .strictObject({
    pipeline: Name,
    stage: Name,
    version: Name.default('unversioned'),
    role: Role.default('live'),
    time: instant,
    receivedAt,
    site: Name.optional(),
    resources: z
      .record(Name, z.number())
      .refine((record) => Object.keys(record).length > 0, { error: 'no resource given' })
      .describe('shares 0–1 such as cpu and gpu, or sizes such as memoryBytes'),
  })
  .meta({ id: 'Sample' });
export type Sample = z.infer<typeof Sample>;

/** What a record of a refused or partly refused batch did wrong. */
export const RecordError = z
  .object({ index: z.number().int(), field: z.string(), reason: z.string() })
  .meta({ id: 'RecordError' });
export type RecordError = z.infer<typeof RecordError>;

export const IngestReceipt = z
  .object({
    accepted: z.number().int(),
    rejected: z.number().int(),
    /** True when this Idempotency-Key was taken before: nothing was counted again. */
    repeated: z.boolean(),
    errors: z.array(RecordError).describe('the first 100'),
  })
  .meta({ id: 'IngestReceipt' });
export type IngestReceipt = z.infer<typeof IngestReceipt>;
