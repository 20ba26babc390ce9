import { z } from 'zod';
import { columnsMediaType } from '../columns.ts';
import { Problem } from '../problem.ts';

export const json = <T extends z.ZodType>(schema: T, description: string) => ({
  description,
  content: { 'application/json': { schema } },
});
export const problem = (description: string) => ({
  description,
  content: { 'application/problem+json': { schema: Problem } },
});
export const items = <T extends z.ZodType>(schema: T) => z.object({ items: z.array(schema) });
export const columns = (description: string) => ({
  description,
  content: { [columnsMediaType]: { schema: z.string().meta({ format: 'binary' }) } },
});

export const refusals = {
  400: problem('the request is not understood'),
  404: problem('no such thing'),
} as const;
