import { sniffEncoding } from './sniff.ts';

const sniffedBytes = 64 * 1024;
/** A piece is worked on in one go, and must not hold up a cancel. */
const mostBytes = 256 * 1024;

/** Bytes of a file, decompressed where it is gzip; `onBytes` hears how many bytes of the file itself were read. */
export function openBytes(
  file: Blob,
  isGzip: boolean,
  onBytes: (read: number) => void,
): ReadableStream<Uint8Array<ArrayBuffer>> {
  let read = 0;
  const counted = file.stream().pipeThrough(
    new TransformStream<Uint8Array<ArrayBuffer>, Uint8Array<ArrayBuffer>>({
      transform(chunk, controller) {
        read += chunk.byteLength;
        onBytes(read);
        controller.enqueue(chunk);
      },
    }),
  );
  return isGzip ? counted.pipeThrough(new DecompressionStream('gzip')) : counted;
}

/** The bytes as text, in the encoding that their start shows. */
export async function* textChunks(bytes: ReadableStream<Uint8Array>): AsyncGenerator<string> {
  const reader = bytes.getReader();
  let decoder: TextDecoder | undefined;
  try {
    let piece = await readStart(reader);
    for (;;) {
      if (piece.value) {
        decoder ??= new TextDecoder(sniffEncoding(piece.value.subarray(0, sniffedBytes)));
        for (let from = 0; from < piece.value.byteLength; from += mostBytes) {
          yield decoder.decode(piece.value.subarray(from, from + mostBytes), { stream: true });
        }
      }
      if (piece.done) break;
      piece = await reader.read();
    }
    if (decoder) yield decoder.decode();
  } finally {
    await reader.cancel();
  }
}

/** Enough of the start to tell how it is written, however small the pieces are. */
async function readStart(
  reader: ReadableStreamDefaultReader<Uint8Array>,
): Promise<{ done: boolean; value?: Uint8Array | undefined }> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  let isDone = false;
  while (size < sniffedBytes && !isDone) {
    const { done, value } = await reader.read();
    isDone = done;
    if (!value) continue;
    chunks.push(value);
    size += value.byteLength;
  }
  const start = new Uint8Array(size);
  let offset = 0;
  for (const chunk of chunks) {
    start.set(chunk, offset);
    offset += chunk.byteLength;
  }
  return { done: isDone, value: size > 0 ? start : undefined };
}
