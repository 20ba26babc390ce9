import { z } from 'zod';

/** A page as somebody left it, under a name, for the whole team. */
export const SavedView = z
  .object({
    id: z.string(),
    name: z.string(),
    address: z.string().describe('path and query of the page'),
    createdAt: z.iso.datetime(),
    createdBy: z.string(),
  })
  .meta({ id: 'SavedView' });
export type SavedView = z.infer<typeof SavedView>;

export const SavedViewRequest = z
  .object({
    name: z.string().trim().min(1).max(200),
    address: z
      .string()
      .max(8_000)
      .regex(/^\/(?![/\\])/, { error: 'an address is a path of this server, such as /p/speech?from=-6h' }),
  })
  .meta({ id: 'SavedViewRequest' });
export type SavedViewRequest = z.infer<typeof SavedViewRequest>;
