import { readDelimited } from './read-delimited.ts';
import { readJsonLines } from './read-json-lines.ts';
import { readParquet } from './read-parquet.ts';
import { type Dialect, type FileFormat, sniffBytes, sniffDialect, sniffText } from './sniff.ts';
import type { RowSink } from './table.ts';
import { openBytes, textChunks } from './text-chunks.ts';

/** What is corrected by hand; the rest is found out. */
export type ReadOptions = Partial<Dialect>;

export type FoundFormat = { format: FileFormat; isGzip: boolean; dialect: Dialect | undefined };

/** A file that cannot be read, and what to do about it. */
export class UnreadableFileError extends Error {
  override readonly name = 'UnreadableFileError';
}

/** How much of the start decides the dialect. */
const sniffedCharacters = 64 * 1024;

/**
 * Reads a file of any format that is known into the sink which `open` makes once the format is found. `onBytes`
 * hears how many bytes of the file were read.
 *
 * @throws {UnreadableFileError} when it is empty or of no format that is known
 */
export async function readRows(
  file: Blob,
  options: ReadOptions,
  open: (found: FoundFormat) => RowSink,
  onBytes: (read: number) => void,
): Promise<void> {
  const kind = sniffBytes(new Uint8Array(await file.slice(0, 8).arrayBuffer()));
  if ('advice' in kind) throw new UnreadableFileError(kind.advice);
  if ('isParquet' in kind) {
    const sink = open({ format: 'parquet', isGzip: false, dialect: undefined });
    await readParquet(file, sink, (share) => onBytes(Math.round(share * file.size)));
    return;
  }
  const { isGzip } = kind;
  const chunks = textChunks(openBytes(file, isGzip, onBytes));
  const { start, isWhole } = await gather(chunks);
  const replayed = replay(start, chunks);
  switch (sniffText(start)) {
    case 'jsonLines':
      return readJsonLines(replayed, open({ format: 'jsonLines', isGzip, dialect: undefined }));
    case 'jsonList':
      throw new UnreadableFileError('it is one JSON list: write one object a line (JSON lines)');
    case 'delimited': {
      if (start.trim() === '') throw new UnreadableFileError('it is empty');
      if (start.includes('\0'))
        throw new UnreadableFileError('it is not a text, nor any other format known here');
      const head = start.slice(0, sniffedCharacters);
      const dialect = { ...sniffDialect(head, isWhole && head === start), ...options };
      return readDelimited(replayed, dialect, open({ format: 'delimited', isGzip, dialect }));
    }
  }
}

async function gather(chunks: AsyncGenerator<string>): Promise<{ start: string; isWhole: boolean }> {
  let start = '';
  while (start.length < sniffedCharacters) {
    const { done, value } = await chunks.next();
    if (done) return { start, isWhole: true };
    start += value;
  }
  return { start, isWhole: false };
}

async function* replay(start: string, rest: AsyncGenerator<string>): AsyncGenerator<string> {
  yield start;
  yield* rest;
}
