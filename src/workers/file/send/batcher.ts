import { type Batch, postBatch } from './post-batch.ts';
import type { RefusedRow, Rejected, SendInput, SendProgress, Sent, Tally } from './send.ts';
import type { LabelRecord, PredictionRecord } from './to-records.ts';

type Pending = { records: string[]; origins: { file: string; line: number }[]; characters: number };

export interface Batcher {
  /** Undefined stands for a row without a time. */
  addRow(
    made: { prediction: PredictionRecord; label: LabelRecord | undefined } | undefined,
    file: string,
    line: number,
  ): void;
  /** Undefined stands for a row without a label or an identifier. */
  addLabel(label: LabelRecord | undefined, file: string, line: number): void;
  refuse(row: RefusedRow): void;
  /** Sends the batches that are full. */
  flushFull(): Promise<void>;
  flushAll(): Promise<void>;
  result(): Omit<Sent, 'reference'>;
}

const rowsPerBatch = 5_000;
const charactersPerBatch = 8_000_000;
const refusedShown = 100;

/** Cuts records into batches, at the same places each time, and sends them one after the other. */
export function createBatcher(
  { origin, earlier }: Pick<SendInput, 'origin' | 'earlier'>,
  signal: AbortSignal,
  onProgress: (state: Omit<SendProgress, 'totalRows'>) => void,
): Batcher {
  const pending = { predictions: nothing(), labels: nothing() };
  const full: (Batch & Pick<Pending, 'origins'>)[] = [];
  let tally: Tally = earlier?.tally ?? { predictions: 0, labels: 0, refused: noRows };
  let unsent: Rejected = noRows;
  let batches = 0;
  let rows = 0;
  let nextBatch = 0;

  function add(kind: Batch['kind'], record: object, file: string, line: number): void {
    const text = JSON.stringify(record);
    const open = pending[kind];
    open.records.push(text);
    open.origins.push({ file, line });
    open.characters += text.length;
    if (open.records.length >= rowsPerBatch || open.characters >= charactersPerBatch) close(kind);
  }

  function close(kind: Batch['kind']): void {
    const { records, origins } = pending[kind];
    if (records.length > 0) full.push({ kind, number: batches++, records, origins });
    pending[kind] = nothing();
  }

  function refuse(row: RefusedRow): void {
    unsent = withRows(unsent, [row], 1);
  }

  async function flushFull(): Promise<void> {
    for (let batch = full.shift(); batch; batch = full.shift()) {
      if (batch.number >= (earlier?.nextBatch ?? 0)) await send(batch);
      if (batch.kind === 'predictions') rows += batch.records.length;
      nextBatch = batch.number + 1;
      onProgress({ rows, nextBatch, tally });
    }
    signal.throwIfAborted();
  }

  async function send(batch: Batch & Pick<Pending, 'origins'>): Promise<void> {
    const receipt = await postBatch(batch, { origin, signal });
    const rows = receipt.errors.flatMap(({ index, field, reason }) => {
      const at = batch.origins[index];
      return at ? [{ ...at, reason: field === '' ? reason : `${field}: ${reason}` }] : [];
    });
    tally = {
      ...tally,
      [batch.kind]: tally[batch.kind] + receipt.accepted,
      refused: withRows(tally.refused, rows, receipt.rejected),
    };
  }

  return {
    addRow(made, file, line) {
      if (!made) {
        refuse({ file, line, reason: 'it has no time' });
        return;
      }
      add('predictions', made.prediction, file, line);
      if (made.label) add('labels', made.label, file, line);
    },
    addLabel(label, file, line) {
      if (label) add('labels', label, file, line);
      else refuse({ file, line, reason: 'it has no label or no identifier' });
    },
    refuse,
    flushFull,
    async flushAll() {
      close('predictions');
      close('labels');
      await flushFull();
    },
    result: () => ({
      predictions: tally.predictions,
      labels: tally.labels,
      batches,
      rejected: withRows(unsent, tally.refused.first, tally.refused.count),
    }),
  };
}

function nothing(): Pending {
  return { records: [], origins: [], characters: 0 };
}

const noRows: Rejected = { count: 0, first: [] };

function withRows({ count, first }: Rejected, rows: readonly RefusedRow[], more: number): Rejected {
  return { count: count + more, first: [...first, ...rows].slice(0, refusedShown) };
}
