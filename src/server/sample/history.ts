import type { Label, Prediction, Sample } from '#contract/prediction.ts';
import type { HotelRecords } from '#sample/hotel.ts';
import { expectedSpeechRows, speechMinute } from '#sample/speech.ts';
import { carFleet } from '#sample/speech-sites.ts';
import { speechStory } from '#sample/speech-story.ts';
import { HOUR_MS, MINUTE_MS } from '#sample/units.ts';
import { sendBatch, type Batch, type SampleSource } from './batch.ts';
import type { ApiClient } from './client.ts';

const HOTEL_BATCH = 10_000;
const IN_FLIGHT = 2;

/** The hours that a page shows first come one by one; older ones in batches of about 10 000 rows, which cost the server less. */
const NEWEST_HOURS = 6;
const OLDER_HOURS = 4;

export type HistoryProgress = { pipeline: Batch['pipeline']; rows: number; totalRows: number; share: number };

/** Sends all that lies before the anchor, newest first, both pipelines in turn. */
export async function sendHistory(
  client: ApiClient,
  source: SampleSource,
  hotel: HotelRecords,
  report: (progress: HistoryProgress) => void,
): Promise<void> {
  const totalRows = hotel.predictions.length + expectedRows(source);
  const batches = historyBatches(source, hotel);
  let rows = 0;
  const sendTheirShare = async () => {
    for (const batch of batches) {
      await sendBatch(client, source, batch);
      if (batch.kind !== 'predictions') continue;
      rows += batch.records.length;
      report({ pipeline: batch.pipeline, rows, totalRows, share: Math.min(0.99, rows / totalRows) });
    }
  };
  await Promise.all(Array.from({ length: IN_FLIGHT }, sendTheirShare));
}

function expectedRows({ anchor }: SampleSource): number {
  const story = speechStory(anchor);
  return expectedSpeechRows(story.historyStart, anchor.getTime(), story);
}

/** Drawn as they are sent, so that the first is on its way at once. */
function* historyBatches(source: SampleSource, hotel: HotelRecords): Generator<Batch> {
  const spans = speechSpans(source);
  const hotelBatches = hotelSlices(source, hotel);
  const spansPerSlice = Math.ceil(spans.length / Math.max(1, hotelBatches.length));
  for (const [index, span] of spans.entries()) {
    yield* speechSpan(source, span);
    if (index % spansPerSlice === 0) yield* hotelBatches.shift() ?? [];
  }
  yield* hotelBatches.flat();
}

type Span = { from: number; to: number };

function speechSpans({ anchor }: SampleSource): Span[] {
  const { historyStart } = speechStory(anchor);
  const spans: Span[] = [];
  let to = Math.floor(anchor.getTime() / MINUTE_MS) * MINUTE_MS + MINUTE_MS;
  while (to > historyStart) {
    const hours = spans.length < NEWEST_HOURS ? 1 : OLDER_HOURS;
    const from = Math.max(historyStart, to - hours * HOUR_MS);
    spans.push({ from, to });
    to = from;
  }
  return spans;
}

function* speechSpan({ seed, anchor }: SampleSource, { from, to }: Span): Generator<Batch> {
  const story = speechStory(anchor);
  const predictions: Prediction[] = [];
  const samples: Sample[] = [];
  const labels: Label[] = [];
  for (let start = from; start < to; start += MINUTE_MS) {
    const minute = speechMinute(seed, new Date(start), story);
    predictions.push(...minute.predictions);
    samples.push(...minute.samples);
    labels.push(...minute.labels);
  }
  const part = new Date(from).toISOString();
  // What cars still keep at the anchor is sent by the live feed.
  const isSent = ({ site, receivedAt = '' }: Prediction) =>
    site !== carFleet || receivedAt <= anchor.toISOString();
  yield { pipeline: 'speech', kind: 'predictions', part, records: until(anchor, predictions).filter(isSent) };
  yield { pipeline: 'speech', kind: 'samples', part, records: until(anchor, samples) };
  yield { pipeline: 'speech', kind: 'labels', part, records: until(anchor, labels) };
}

/** Newest first; each slice is its predictions and the labels that are known by now. */
function hotelSlices({ anchor }: SampleSource, { predictions, labels }: HotelRecords): Batch[][] {
  const slices: Batch[][] = [];
  for (let end = predictions.length; end > 0; end -= HOTEL_BATCH) {
    const start = Math.max(0, end - HOTEL_BATCH);
    slices.push([
      { pipeline: 'hotel', kind: 'predictions', part: `${start}`, records: predictions.slice(start, end) },
      {
        pipeline: 'hotel',
        kind: 'labels',
        part: `${start}`,
        records: until(anchor, labels.slice(start, end)),
      },
    ]);
  }
  return slices;
}

function until<T extends { time: string }>(anchor: Date, records: T[]): T[] {
  const last = anchor.toISOString();
  return records.filter(({ time }) => time <= last);
}
