import type { z } from 'zod';
import { limits, type RecordError } from '#contract/prediction.ts';
import { badRequest, tooLarge } from '../../errors.ts';
import type { BodyFormat } from './read-body.ts';

/** Records checked between two turns of the event loop, so that a large batch does not hold up a poll. */
const SLICE = 250;

/** Splits a body into records and validates each; the good ones keep their index in the batch. */
export async function parseRecords<T extends { time: string }>(
  { format, text }: { format: BodyFormat; text: string },
  schema: z.ZodType<T>,
  now: Date,
): Promise<{ records: T[]; errors: RecordError[] }> {
  const raw = format === 'json' ? jsonRecords(text) : ndjsonLines(text);
  if (raw.length === 0) throw badRequest('the body holds no record');
  if (raw.length > limits.recordsPerBatch) {
    throw tooLarge(`a batch may hold ${limits.recordsPerBatch} records, not ${raw.length}: send several`);
  }

  const records: T[] = [];
  const errors: RecordError[] = [];
  for (let index = 0; index < raw.length; index++) {
    if (index > 0 && index % SLICE === 0) await nextTurn();
    const outcome = readRecord(raw[index], format, schema, now);
    if ('record' in outcome) records.push(outcome.record);
    else errors.push({ index, ...outcome.error });
  }
  return { records, errors };
}

function jsonRecords(text: string): unknown[] {
  let body: unknown;
  try {
    body = JSON.parse(text);
  } catch (cause) {
    throw badRequest(`the body is not JSON: ${(cause as Error).message}`);
  }
  if (Array.isArray(body)) return body as unknown[];
  if (typeof body === 'object' && body !== null) return [body];
  throw badRequest('send an array of records, or one record');
}

function ndjsonLines(text: string): string[] {
  return text.split('\n').filter((line) => line.trim() !== '');
}

function readRecord<T extends { time: string }>(
  raw: unknown,
  format: BodyFormat,
  schema: z.ZodType<T>,
  now: Date,
): { record: T } | { error: Omit<RecordError, 'index'> } {
  let value = raw;
  if (format === 'ndjson') {
    try {
      value = JSON.parse(raw as string);
    } catch (cause) {
      return { error: { field: '', reason: `not JSON: ${(cause as Error).message}` } };
    }
  }
  const parsed = schema.safeParse(value);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    return { error: { field: issue?.path.join('.') ?? '', reason: issue?.message ?? 'invalid' } };
  }
  const reason = outOfBounds(parsed.data.time, now);
  return reason ? { error: { field: 'time', reason } } : { record: parsed.data };
}

function outOfBounds(time: string, now: Date): string | undefined {
  const ahead = Date.parse(time) - now.getTime();
  if (ahead > limits.futureMs) return `${time} is more than a day ahead of the server's clock`;
  if (-ahead > limits.pastMs) return `${time} is more than 20 years ago`;
  return undefined;
}

function nextTurn(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 0));
}
