import { z } from 'zod';

/**
 * What a key may send; `metrics` lets a Prometheus read `/metrics`, `alerts` an Alertmanager hand over alerts, and
 * `automation` a program read what may be done with an answer, and what people answered.
 */
export const apiKeyScopes = ['predictions', 'labels', 'samples', 'metrics', 'alerts', 'automation'] as const;
export const ApiKeyScope = z.enum(apiKeyScopes).meta({ id: 'ApiKeyScope' });
export type ApiKeyScope = z.infer<typeof ApiKeyScope>;

export const ApiKey = z
  .object({
    id: z.string(),
    name: z.string(),
    hint: z.string().describe('how the key begins'),
    scopes: z.array(ApiKeyScope),
    createdAt: z.iso.datetime(),
    createdBy: z.string(),
    lastUsedAt: z.iso.datetime().optional().describe('to the minute'),
    revokedAt: z.iso.datetime().optional(),
    revokedBy: z.string().optional(),
  })
  .meta({ id: 'ApiKey' });
export type ApiKey = z.infer<typeof ApiKey>;

export const ApiKeyRequest = z
  .strictObject({
    name: z
      .string()
      .trim()
      .min(1)
      .max(100)
      .refine((text) => !text.includes('\0'), { error: 'a name must not contain NUL' }),
    scopes: z.array(ApiKeyScope).min(1).max(apiKeyScopes.length),
  })
  .meta({ id: 'ApiKeyRequest' });
export type ApiKeyRequest = z.infer<typeof ApiKeyRequest>;

/** The token is told this once; only its hash is kept. */
export const NewApiKey = z.object({ key: ApiKey, token: z.string() }).meta({ id: 'NewApiKey' });
export type NewApiKey = z.infer<typeof NewApiKey>;
