import type { Prediction } from '#contract/prediction.ts';
import type { RequestCounts } from './request-counts.ts';
import type { JudgedAnswer } from './judge-answer.ts';
import { rowsOfExchange } from './rows-of-exchange.ts';

/** What the gateway saw of one request to one version. */
export type Exchange = {
  pipeline: string;
  stage: string;
  version: string;
  role: Prediction['role'];
  requestId: string;
  site: string | undefined;
  startedMs: number;
  endedMs: number;
  /** `ok`, `http-503`, `timeout` or `unreachable`. */
  status: string;
  /** By the split, by a header, instead of a candidate that failed, or as a copy. */
  routedBy: 'split' | 'forced' | 'fallback' | 'copy';
  /** Basis point of the sticky key: the unit of the experiment, which tells nobody who it was. */
  bucket: number;
  asked: Buffer;
  answered: Buffer | undefined;
  /** False where people decide and the model was not asked. */
  isAsked: boolean;
  /** What became of the answer, in a stage whose automation is set. */
  governed?: JudgedAnswer | undefined;
};

export type RecorderCounts = { recorded: number; lost: number; waiting: number };

export interface Recorder {
  /** Never waits: an exchange beyond what may wait is lost, and counted. */
  take(exchange: Exchange): void;
  counts(): RecorderCounts;
  /** Resolves when what was taken is recorded, or lost. */
  close(): Promise<void>;
}

const AT_ONCE = 200;

/** Turns exchanges into prediction records, in batches, apart from the requests themselves. */
export function createRecorder({
  record,
  counts,
  onTrouble,
  most = 20_000,
  retryMs = 1_000,
}: {
  record: (records: Prediction[]) => Promise<void>;
  counts: RequestCounts;
  onTrouble: (trouble: unknown) => void;
  most?: number;
  retryMs?: number;
}): Recorder {
  const waiting: Exchange[] = [];
  const totals = { recorded: 0, lost: 0 };
  let isClosing = false;
  let running: Promise<void> | undefined;

  async function drain(): Promise<void> {
    while (waiting.length > 0) {
      const batch = waiting.slice(0, AT_ONCE);
      try {
        const made = batch.map((exchange) => ({ exchange, records: recordsOf(exchange) }));
        await record(made.flatMap(({ records }) => records));
        // a request of several instances has a row for each
        for (const { exchange, records } of made) counts.add(exchange, records.length - 1);
        waiting.splice(0, batch.length);
        totals.recorded += batch.length;
      } catch (trouble) {
        onTrouble(trouble);
        if (isClosing) {
          totals.lost += waiting.splice(0).length;
          return;
        }
        await new Promise((resolve) => setTimeout(resolve, retryMs));
      }
    }
  }

  return {
    take(exchange) {
      counts.add(exchange, 1);
      if (isClosing || waiting.length >= most) {
        totals.lost++;
        return;
      }
      waiting.push(exchange);
      running ??= drain().finally(() => (running = undefined));
    },
    counts: () => ({ ...totals, waiting: waiting.length }),
    async close() {
      isClosing = true;
      await running;
    },
  };
}

function recordsOf(exchange: Exchange): Prediction[] {
  const { governed } = exchange;
  const rows = rowsOfExchange(exchange);
  const score = rows.length === 1 ? governed?.score : undefined;
  return rows.map((prediction) => ({
    ...prediction,
    ...(score !== undefined && { confidence: score }),
    role: exchange.role,
    status: exchange.status,
    features: {
      ...prediction.features,
      'route.by': exchange.routedBy,
      'route.bucket': exchange.bucket,
      ...(governed && { 'route.use': governed.use, 'route.audit': governed.isAudited }),
    },
  }));
}
