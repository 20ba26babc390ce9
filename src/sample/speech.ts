import type { PipelineDefinition } from '#contract/pipeline-definition.ts';
import type { Label, Prediction, Sample } from '#contract/prediction.ts';
import { createRandom, normal, partSeed, poisson, type Random } from './random.ts';
import { COPIED, speechCopies } from './speech-copies.ts';
import { addSpeechRequest, PIPELINE, SPEECH_SHARE } from './speech-request.ts';
import { isWithin, requestRate, type SpeechStory } from './speech-story.ts';
import { MINUTE_MS } from './units.ts';

export type SpeechMinute = { predictions: Prediction[]; samples: Sample[]; labels: Label[] };

export function speechDefinition(): PipelineDefinition {
  return {
    title: 'Speech (simulated)',
    description:
      'Sample data, simulated by Anchorwatch: voice activity detection, speech recognition and punctuation, one request after the other. ' +
      'VAD v9 takes over, the signal-to-noise ratio on phones falls, and the recogniser pays for it. ' +
      'Besides: younger voices, a traffic spike, half an hour without data, and a candidate v18 of the recogniser.',
    team: 'Voice',
    kind: 'realtime',
    stages: [
      { name: 'vad', title: 'Voice activity', latencyTargetMs: 50, outputs: 'label', keepsText: false },
      { name: 'asr', title: 'Speech recognition', latencyTargetMs: 500, outputs: 'text', keepsText: true },
      { name: 'punctuation', title: 'Punctuation', latencyTargetMs: 50, outputs: 'text', keepsText: false },
    ],
    edges: [
      { from: 'vad', to: 'asr' },
      { from: 'asr', to: 'punctuation' },
    ],
    sample: true,
  };
}

/**
 * All that comes of the requests of one minute; the same for the same seed, minute and story, whichever minutes are
 * drawn besides. Rows are in order of time and may be answered a few seconds after the minute. A label's `time` lies
 * minutes to three days ahead: it is not known, and not to be shown, before.
 */
export function speechMinute(seed: number, minuteStart: Date, story: SpeechStory): SpeechMinute {
  const start = minuteStart.getTime();
  const minute: SpeechMinute = { predictions: [], samples: [], labels: [] };
  if (start < story.historyStart) return minute;

  const index = Math.floor(start / MINUTE_MS);
  const random = createRandom(partSeed(seed, index));
  const count = poisson(random, (requestRate(start, story) * MINUTE_MS) / 1000);
  for (let ordinal = 0; ordinal < count; ordinal++) {
    const time = start + Math.floor(random() * MINUTE_MS);
    addSpeechRequest(minute, random, { id: `speech-${index.toString(36)}-${ordinal}`, time, story });
  }
  minute.predictions.push(...speechCopies(seed, index, minute.predictions, story));
  minute.predictions.sort((a, b) => (a.time < b.time ? -1 : a.time > b.time ? 1 : 0));
  if (!isWithin(story.hole, start)) minute.samples.push(...resourceSamples(random, start, story));
  return minute;
}

/** The prediction rows to expect of the minutes `from` ≤ minute < `to`, for a progress bar. */
export function expectedSpeechRows(from: number, to: number, story: SpeechStory): number {
  const shadow = { from: story.asrShadow, to: story.asrCandidate };
  const copies = COPIED.candidate + COPIED.stable;
  let rows = 0;
  for (let start = from; start < to; start += MINUTE_MS) {
    const perRequest = 1 + SPEECH_SHARE * (2 + (isWithin(shadow, start) ? copies : 0));
    if (!isWithin(story.hole, start)) rows += requestRate(start, story) * 60 * perRequest;
  }
  return Math.round(rows);
}

/** CPU, GPU and memory at `time`: what a stage takes when idle, and more with its load. */
function resourceSamples(random: Random, time: number, story: SpeechStory): Sample[] {
  const load = requestRate(time, story) / 0.34;
  const sample = (stage: string, version: string, resources: Sample['resources']): Sample => ({
    pipeline: PIPELINE,
    stage,
    version,
    role: 'live',
    time: new Date(time).toISOString(),
    resources,
  });
  return [
    sample('vad', time >= story.vadRelease ? 'v9' : 'v8', {
      cpu: share(random, 0.06 + 0.18 * load),
      memoryBytes: bytes(random, 240, 30 * load),
    }),
    sample('asr', 'v17', {
      cpu: share(random, 0.12 + 0.22 * load),
      gpu: share(random, 0.18 + 0.3 * load),
      memoryBytes: bytes(random, 6_200, 420 * load),
    }),
    sample('punctuation', 'v4', {
      cpu: share(random, 0.04 + 0.12 * load),
      memoryBytes: bytes(random, 380, 40 * load),
    }),
  ];
}

function share(random: Random, mean: number): number {
  return Math.round(1e4 * Math.min(0.99, Math.max(0.01, mean + normal(random, 0, 0.02)))) / 1e4;
}

function bytes(random: Random, idleMib: number, loadMib: number): number {
  return Math.round((idleMib + loadMib + normal(random, 0, 0.01 * idleMib)) * 2 ** 20);
}
