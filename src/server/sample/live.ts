import type { Label, Prediction, Sample } from '#contract/prediction.ts';
import { speechMinute } from '#sample/speech.ts';
import { carFleet, UPLOAD_EVERY_MS } from '#sample/speech-sites.ts';
import { speechStory } from '#sample/speech-story.ts';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '#sample/units.ts';
import { sendBatch, type SampleSource } from './batch.ts';
import type { ApiClient } from './client.ts';

/** After a longer pause the rows before this are left out. */
const LONGEST_GAP_MS = 7 * DAY_MS;
const LONGEST_LABEL_LAG_MS = 3 * DAY_MS;

export interface LiveFeed {
  /** Sends what has happened since the last call, oldest first. */
  sendUntil(now: Date): Promise<void>;
}

/**
 * The speech pipeline after `from`, and the labels of both pipelines that become known after it. Batches go one by one, and
 * predictions last, so that the newest speech row that arrived says up to where everything did.
 */
export function createLiveFeed(
  client: ApiClient,
  source: SampleSource,
  { from, hotelLabels }: { from: Date; hotelLabels: Label[] },
): LiveFeed {
  const story = speechStory(source.anchor);
  const draw = (start: number) => speechMinute(source.seed, new Date(start), story);
  let waiting = [...hotelLabels, ...recentLabels(draw, from)].filter(({ time }) => time > from.toISOString());
  let position = from.getTime();
  let nextLabelMinute = minuteOf(position) + MINUTE_MS;

  /** What cars kept until a quarter of an hour that has come is a batch of its own, so that it counts once whenever it is sent again. */
  async function sendCars(to: number): Promise<void> {
    const first = Math.floor(position / UPLOAD_EVERY_MS + 1) * UPLOAD_EVERY_MS;
    for (let upload = first; upload <= to; upload += UPLOAD_EVERY_MS) {
      const part = `cars/${new Date(upload).toISOString()}`;
      const records = carRows(draw, upload);
      await sendBatch(client, source, { pipeline: 'speech', kind: 'predictions', part, records });
    }
  }

  async function sendSpan(to: number): Promise<void> {
    const predictions: Prediction[] = [];
    const samples: Sample[] = [];
    // a request that came at the end of a minute is answered in the next one
    for (let start = minuteOf(position) - MINUTE_MS; start <= to; start += MINUTE_MS) {
      const minute = draw(start);
      predictions.push(...minute.predictions);
      samples.push(...minute.samples);
      if (start < nextLabelMinute) continue;
      waiting.push(...minute.labels);
      nextLabelMinute = start + MINUTE_MS;
    }
    const after = new Date(position).toISOString();
    const last = new Date(to).toISOString();
    const isNew = ({ time }: { time: string }) => time > after && time <= last;
    const labels = waiting.filter(({ time }) => time <= last);
    const part = `${after}/${last}`;
    for (const pipeline of ['hotel', 'speech'] as const) {
      const records = labels.filter((label) => label.pipeline === pipeline);
      await sendBatch(client, source, { pipeline, kind: 'labels', part, records });
    }
    await sendBatch(client, source, {
      pipeline: 'speech',
      kind: 'samples',
      part,
      records: samples.filter(isNew),
    });
    await sendCars(to);
    const records = predictions
      .filter((row) => row.site !== carFleet && isNew(row))
      .sort((a, b) => (a.time < b.time ? -1 : a.time > b.time ? 1 : 0));
    await sendBatch(client, source, { pipeline: 'speech', kind: 'predictions', part, records });
    waiting = waiting.filter(({ time }) => time > last);
    position = to;
  }

  return {
    async sendUntil(now) {
      position = Math.max(position, now.getTime() - LONGEST_GAP_MS);
      while (position < now.getTime()) await sendSpan(Math.min(position + HOUR_MS, now.getTime()));
    },
  };
}

/** The rows that cars send at `upload`, by time. */
function carRows(draw: (start: number) => { predictions: Prediction[] }, upload: number): Prediction[] {
  const sentThen = new Date(upload).toISOString();
  const rows: Prediction[] = [];
  for (let start = upload - UPLOAD_EVERY_MS - MINUTE_MS; start < upload; start += MINUTE_MS) {
    rows.push(
      ...draw(start).predictions.filter(
        ({ site, receivedAt }) => site === carFleet && receivedAt === sentThen,
      ),
    );
  }
  return rows;
}

function recentLabels(draw: (start: number) => { labels: Label[] }, from: Date): Label[] {
  const labels: Label[] = [];
  const last = minuteOf(from.getTime());
  for (let start = last - LONGEST_LABEL_LAG_MS - MINUTE_MS; start <= last; start += MINUTE_MS) {
    labels.push(...draw(start).labels);
  }
  return labels;
}

function minuteOf(time: number): number {
  return Math.floor(time / MINUTE_MS) * MINUTE_MS;
}
