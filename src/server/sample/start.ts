import { fork } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import type { IngestQueue } from '#api/ports.ts';
import type { PredictionLog } from '#api/prediction-log.ts';
import type { Status } from '#contract/status.ts';

/** Kept in the data folder: when the sample's story was set, and whether its history is complete. */
const SampleState = z.object({ anchor: z.iso.datetime(), seed: z.number().int(), isLoaded: z.boolean() });
type SampleState = z.infer<typeof SampleState>;

const LoaderMessage = z.discriminatedUnion('type', [
  z.object({ type: z.literal('progress'), share: z.number(), rows: z.number() }),
  z.object({ type: z.literal('done') }),
]);

export interface SampleLoader {
  status(): Status['sample'];
  stop(): Promise<void>;
}

const STOP_MS = 2_000;

/** Starts the client that fills in the sample pipelines over the public API, in a process of its own. */
export async function startSample({
  url,
  loaderToken,
  dataFolder,
  stores,
  onLoaded,
}: {
  url: string;
  loaderToken: string;
  dataFolder: string;
  stores: { log: PredictionLog; ingest: IngestQueue };
  /** The history is in the log for the first time. */
  onLoaded: (anchor: Date) => Promise<void>;
}): Promise<SampleLoader> {
  const file = join(dataFolder, 'sample.json');
  const state = (await readState(file)) ?? { anchor: new Date().toISOString(), seed: 7, isLoaded: false };
  await writeFile(file, JSON.stringify(state));

  let status: Status['sample'] = state.isLoaded ? { state: 'live' } : { state: 'loading', share: 0, rows: 0 };
  const child = fork(join(import.meta.dirname, 'load.ts'), {
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    env: {
      ...process.env,
      WATCH_REPORT_DEPENDENCIES: '', // under `node --watch` a child would send reports of its own
      ANCHORWATCH_URL: url,
      ANCHORWATCH_API_KEY: loaderToken,
      ANCHORWATCH_SAMPLE_SEED: String(state.seed),
      ANCHORWATCH_SAMPLE_ANCHOR: state.anchor,
      ...(state.isLoaded && { ANCHORWATCH_SAMPLE_RESUME: await lastSpeechRow(stores, state) }),
    },
  });
  let isStopping = false;
  child.on('message', (raw) => {
    const message = LoaderMessage.parse(raw);
    if (message.type === 'progress') {
      status = { state: 'loading', share: message.share, rows: message.rows };
      printProgress(message.share, message.rows);
      return;
    }
    status = { state: 'live' };
    if (!state.isLoaded) {
      printProgress(1);
      void stores.ingest.settled().then(() => onLoaded(new Date(state.anchor)));
    }
    void writeFile(file, JSON.stringify({ ...state, isLoaded: true })).catch((cause: unknown) => {
      console.error(
        `the sample is loaded, but ${file} could not be written: it will be sent again at the next start`,
        cause,
      );
    });
  });
  const ended = new Promise<void>((resolve) => {
    child.on('exit', (code, signal) => {
      if (!isStopping) {
        status = { state: 'failed', reason: `the sample's loader ended (${signal ?? `exit code ${code}`})` };
        console.error(
          `The sample data stopped: the loader ended (${signal ?? `exit code ${code}`}). Your own data are not touched.`,
        );
      }
      resolve();
    });
  });

  return {
    status: () => status,
    async stop() {
      isStopping = true;
      child.kill('SIGTERM');
      const forced = setTimeout(() => child.kill('SIGKILL'), STOP_MS);
      await ended;
      clearTimeout(forced);
    },
  };
}

async function readState(file: string): Promise<SampleState | undefined> {
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw new Error(`reading ${file}`, { cause });
  }
  return SampleState.parse(JSON.parse(text));
}

async function lastSpeechRow(
  { log, ingest }: { log: PredictionLog; ingest: IngestQueue },
  { anchor }: SampleState,
): Promise<string> {
  await ingest.settled(); // after a crash, newer rows may still wait in the spool
  const speech = (await log.listStages()).filter(({ pipeline }) => pipeline === 'speech');
  const lastMs = Math.max(Date.parse(anchor), ...speech.map((stage) => stage.lastMs));
  return new Date(lastMs).toISOString();
}

/** One line that is written over on a terminal; in a log file only the end is said. */
function printProgress(share: number, rows?: number): void {
  const text =
    share >= 1
      ? 'Sample data are loaded.'
      : `Loading sample data: ${Math.floor(share * 100)} %, ${rows?.toLocaleString('en') ?? 0} rows`;
  if (process.stdout.isTTY) process.stdout.write(`\r\u001B[K  ${text}${share >= 1 ? '\n' : ''}`);
  else if (share >= 1) console.log(text);
}
