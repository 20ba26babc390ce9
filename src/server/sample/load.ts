import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { z } from 'zod';
import { parseHotel, type HotelRecords } from '#sample/hotel.ts';
import type { SampleSource } from './batch.ts';
import { createApiClient, type ApiClient } from './client.ts';
import { createReferences, declareAutomation, declarePipelines, declareRules } from './declare.ts';
import { sendHistory, type HistoryProgress } from './history.ts';
import { createLiveFeed } from './live.ts';

/** What the parent process is told. */
export type LoaderMessage = ({ type: 'progress' } & HistoryProgress) | { type: 'done' };

const LIVE_STEP_MS = 1_000;
const HOTEL_FILES = ['hotel_booking_reference.csv.gz', 'hotel_booking_monitoring.csv.gz'];

const Environment = z.object({
  ANCHORWATCH_URL: z.url(),
  ANCHORWATCH_SAMPLE_SEED: z.coerce.number().int(),
  /** The end of the history; now, when left out. */
  ANCHORWATCH_SAMPLE_ANCHOR: z.iso.datetime({ offset: true }).optional(),
  /** The newest speech row that is there already: the history is complete, go on after it. */
  ANCHORWATCH_SAMPLE_RESUME: z.iso.datetime({ offset: true }).optional(),
  ANCHORWATCH_API_KEY: z.string().min(1).optional(),
});

const stop = new AbortController();
for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => stop.abort());
process.on('disconnect', () => stop.abort());

try {
  await load(Environment.parse(process.env), stop.signal);
} catch (fault) {
  if (!stop.signal.aborted) {
    console.error('the sample data could not be loaded:', fault);
    process.exit(1);
  }
}
process.exit(0);

async function load(env: z.infer<typeof Environment>, signal: AbortSignal): Promise<void> {
  const anchor = env.ANCHORWATCH_SAMPLE_ANCHOR ? new Date(env.ANCHORWATCH_SAMPLE_ANCHOR) : new Date();
  const source: SampleSource = { seed: env.ANCHORWATCH_SAMPLE_SEED, anchor };
  const client = createApiClient({ url: env.ANCHORWATCH_URL, apiKey: env.ANCHORWATCH_API_KEY, signal });

  const resume = env.ANCHORWATCH_SAMPLE_RESUME;
  if (resume === undefined) {
    await loadHistory(client, source);
    tell({ type: 'done' }); // before any row after the anchor is sent: from here on a start resumes
  }

  const from = resume === undefined ? anchor : new Date(resume);
  const feed = createLiveFeed(client, source, { from, hotelLabels: (await readHotel(anchor)).labels });
  await feed.sendUntil(new Date());
  if (resume !== undefined) tell({ type: 'done' });
  while (!signal.aborted) {
    await delay(LIVE_STEP_MS, undefined, { signal });
    await feed.sendUntil(new Date());
  }
}

async function loadHistory(client: ApiClient, source: SampleSource): Promise<void> {
  await declarePipelines(client);
  await sendHistory(client, source, await readHotel(source.anchor), (progress) =>
    tell({ type: 'progress', ...progress }),
  );
  await createReferences(client, source.anchor);
  await declareRules(client);
  await declareAutomation(client, source);
}

async function readHotel(anchor: Date): Promise<HotelRecords> {
  const folder = join(import.meta.dirname, '../../sample/hotel-booking');
  const parts = await Promise.all(
    HOTEL_FILES.map(async (name) => {
      const bytes = await promisify(gunzip)(await readFile(join(folder, name)));
      return parseHotel(bytes.toString('utf8'), anchor);
    }),
  );
  return {
    predictions: parts.flatMap(({ predictions }) => predictions),
    labels: parts.flatMap(({ labels }) => labels),
  };
}

function tell(message: LoaderMessage): void {
  if (!process.connected) return;
  process.send?.(message, undefined, undefined, (fault) => {
    if (fault) stop.abort(); // the parent went away while it was being told
  });
}
