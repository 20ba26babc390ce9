import { z } from 'zod';
import { Name } from './prediction.ts';

const instant = z.iso.datetime({ offset: true });

/** What a person wrote at an instant or a span of a pipeline's time, for all who look at it later. */
export const Note = z
  .object({
    id: z.string(),
    pipeline: z.string(),
    stage: z.string().optional().describe('left out where it concerns the whole pipeline'),
    from: z.iso.datetime(),
    to: z.iso.datetime().optional().describe('left out for an instant'),
    text: z.string(),
    createdAt: z.iso.datetime(),
    createdBy: z.string(),
  })
  .meta({ id: 'Note' });
export type Note = z.infer<typeof Note>;

export const NoteRequest = z
  .object({
    stage: Name.optional(),
    from: instant,
    to: instant.optional(),
    text: z
      .string()
      .trim()
      .min(1)
      .max(2_000)
      .refine((text) => !text.includes('\0'), { error: 'a note must not contain NUL' }),
  })
  .refine(({ from, to }) => to === undefined || Date.parse(from) < Date.parse(to), {
    error: 'from must come before to',
  })
  .meta({ id: 'NoteRequest' });
export type NoteRequest = z.infer<typeof NoteRequest>;
