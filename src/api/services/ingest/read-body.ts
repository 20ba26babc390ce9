import { limits } from '#contract/prediction.ts';
import { badRequest, tooLarge, unsupportedMedia } from '../../errors.ts';

export type BodyFormat = 'json' | 'ndjson';

const formats: Record<string, BodyFormat> = {
  'application/json': 'json',
  'application/x-ndjson': 'ndjson',
  'application/ndjson': 'ndjson',
  'application/jsonl': 'ndjson',
};

/** The body as text, decompressed and within bounds, and the format its content type names. */
export async function readBody(request: Request): Promise<{ format: BodyFormat; text: string }> {
  const format = formatOf(request.headers.get('content-type'));
  return { format, text: await readText(request) };
}

/** The body as text, decompressed and within bounds, whatever its content type. */
export async function readText(request: Request): Promise<string> {
  const bytes = await readBytes(decompressed(request));
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw badRequest('the body is not valid UTF-8');
  }
}

function formatOf(contentType: string | null): BodyFormat {
  const [mediaType = '', ...parameters] = (contentType ?? '')
    .split(';')
    .map((part) => part.trim().toLowerCase());
  const format = formats[mediaType];
  if (!format) {
    const got = contentType ? `not ${contentType.slice(0, 100)}` : 'and there is none';
    throw unsupportedMedia(`send content-type application/json or application/x-ndjson, ${got}`);
  }
  const charset = parameters.find((parameter) => parameter.startsWith('charset='))?.slice('charset='.length);
  if (charset && !/^"?utf-?8"?$/.test(charset))
    throw unsupportedMedia(`send UTF-8, not ${charset.slice(0, 40)}`);
  return format;
}

function decompressed(request: Request): ReadableStream<Uint8Array<ArrayBuffer>> {
  if (!request.body) throw badRequest('there is no body');
  const encoding = (request.headers.get('content-encoding') ?? 'identity').trim().toLowerCase();
  if (encoding === 'identity') return request.body;
  if (encoding === 'gzip' || encoding === 'deflate')
    return request.body.pipeThrough(new DecompressionStream(encoding));
  throw unsupportedMedia(`content-encoding may be gzip, deflate or identity, not ${encoding.slice(0, 40)}`);
}

async function readBytes(stream: ReadableStream<Uint8Array<ArrayBuffer>>): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  const reader = stream.getReader();
  for (;;) {
    const { done, value } = await reader.read().catch((cause: unknown) => {
      throw badRequest(
        `the body could not be read: ${cause instanceof Error ? cause.message : 'broken stream'}`,
      );
    });
    if (done) break;
    size += value.byteLength;
    if (size > limits.bodyBytes) {
      await reader.cancel();
      throw tooLarge(
        `the body is over ${limits.bodyBytes / 2 ** 20} MiB (decompressed): send smaller batches`,
      );
    }
    chunks.push(value);
  }
  const bytes = new Uint8Array(size);
  let offset = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, offset);
    offset += chunk.byteLength;
  }
  return bytes;
}
