import type { Label, Prediction } from '#contract/prediction.ts';
import { chance, choice, logNormal, normal, type Random } from './random.ts';
import { punctuate, sayPhrase, type Language, type Utterance } from './speech-phrases.ts';
import { sentMs, siteOf } from './speech-sites.ts';
import { dailyWave, isWithin, type SpeechStory } from './speech-story.ts';
import { DAY_MS, HOUR_MS, MINUTE_MS } from './units.ts';

export const PIPELINE = 'speech';
/** The requests in which VAD finds speech; the others end there. */
export const SPEECH_SHARE = 0.97;
/** People listen to these one to three days later; users correct or confirm those within minutes. */
const REVIEWED_SHARE = 0.05;
const CONFIRMED_SHARE = 0.15;
const TIMEOUT_MS = 5_000;

type Device = 'phone' | 'desk' | 'tv' | 'car';
const deviceShares = [
  ['phone', 0.6],
  ['desk', 0.18],
  ['tv', 0.14],
  ['car', 0.08],
] as const satisfies [Device, number][];
const meanSnrDb: Record<Device, number> = { phone: 18, desk: 22, tv: 15, car: 11 };
const meanVolumeDb: Record<Device, number> = { phone: -24, desk: -22, tv: -27, car: -20 };

const languageShares = [
  ['en', 0.5],
  ['de', 0.2],
  ['fr', 0.14],
  ['es', 0.1],
  ['it', 0.06],
] as const satisfies [Language, number][];

/** The size of each change in the story; its instants are in `SpeechStory`. */
const SNR_STEP_DB = -4.1;
const CANDIDATE_SHARE = 0.05;
const CHILD_SHARE = { before: 0.06, after: 0.16 };
/** Phones are 60 % of the traffic: their error takes the mean over all devices from 0.10 to 0.14. */
const PHONE_ERROR_FACTOR = 1.65;
const PHONE_DOUBT_FACTOR = 1.2;
const REPEATED_SHARE = { before: 0.03, after: 0.05 };

type Request = {
  id: string;
  time: number;
  device: Device;
  language: Language;
  ageBand: string;
  audioSeconds: number;
  volumeDb: number | null;
  snrDb: number;
};

type Row = Omit<Prediction, 'time' | 'receivedAt' | 'site'>;

export type SpeechRecords = { predictions: Prediction[]; labels: Label[] };

/** Adds the rows of one request at `time`, stage by stage: one that finds nothing to pass on ends the request. */
export function addSpeechRequest(
  { predictions, labels }: SpeechRecords,
  random: Random,
  { id, time, story }: { id: string; time: number; story: SpeechStory },
): void {
  const request = hear(random, id, time, story);

  const vad = detect(random, request, story);
  let answered = time + vad.latencyMs;
  const site = siteOf(request);
  const keepRow = (prediction: Row, time: number) => keep(predictions, { ...prediction, site }, time, story);
  keepRow(vad.prediction, answered);
  if (!vad.hasSpeech) return;

  const asr = recognise(random, request, story);
  answered += asr.latencyMs;
  const isKept = keepRow(asr.prediction, answered);
  const labelDelayMs = drawLabelDelay(random);
  const isCorrect = !chance(random, asr.trueError);
  if (isKept && labelDelayMs !== undefined) labels.push(label(id, answered + labelDelayMs, isCorrect));
  if (!asr.utterance) return;

  const punctuation = setMarks(random, request, asr.utterance, asr.isRepeated);
  keepRow(punctuation.prediction, answered + punctuation.latencyMs);
}

/** Undefined where nobody ever says whether the answer was right. */
function drawLabelDelay(random: Random): number | undefined {
  const wait = random();
  const who = random();
  if (who < REVIEWED_SHARE) return DAY_MS + Math.floor(wait * 2 * DAY_MS);
  if (who < REVIEWED_SHARE + CONFIRMED_SHARE) return Math.floor((1 + 29 * wait * wait) * MINUTE_MS);
  return undefined;
}

function hear(random: Random, id: string, time: number, story: SpeechStory): Request {
  const device = choice(random, deviceShares);
  const snrStep = device === 'phone' && time >= story.snrStep ? SNR_STEP_DB : 0;
  const volumeDb = meanVolumeDb[device] + dailyWave(time, 20) + normal(random, 0, 4);
  return {
    id,
    time,
    device,
    language: choice(random, languageShares),
    ageBand: speakerAgeBand(random, time, story),
    audioSeconds: rounded(Math.min(30, logNormal(random, 2.6, 0.55)), 2),
    volumeDb: chance(random, 0.01) ? null : rounded(volumeDb, 1),
    snrDb: rounded(meanSnrDb[device] + snrStep + normal(random, 0, 5), 1),
  };
}

function speakerAgeBand(random: Random, time: number, { youngerVoices }: SpeechStory): string {
  const risen = Math.min(1, Math.max(0, (time - youngerVoices) / (12 * HOUR_MS)));
  if (chance(random, CHILD_SHARE.before + risen * (CHILD_SHARE.after - CHILD_SHARE.before))) return 'child';
  const place = random();
  if (place < 0.4) return '18-34';
  return place < 0.75 ? '35-54' : '55+';
}

function detect(random: Random, request: Request, { vadRelease }: SpeechStory) {
  const latencyMs = rounded(logNormal(random, 19, 0.25), 1);
  const hasSpeech = chance(random, SPEECH_SHARE);
  const prediction: Row = {
    pipeline: PIPELINE,
    stage: 'vad',
    version: request.time >= vadRelease ? 'v9' : 'v8',
    role: 'live',
    requestId: request.id,
    latencyMs,
    status: 'ok',
    features: {
      audio_seconds: request.audioSeconds,
      volume_db: request.volumeDb,
      snr_db: request.snrDb,
      device: request.device,
      language: request.language,
    },
    prediction: hasSpeech,
    signals: {},
  };
  return { latencyMs, hasSpeech, prediction };
}

function recognise(random: Random, request: Request, story: SpeechStory) {
  const isCandidate =
    request.time >= story.asrCandidate && chance(random, story.asrCandidateShare ?? CANDIDATE_SHARE);
  const status = choice(random, [
    ['ok', 0.999],
    ['timeout', 0.0005],
    ['error', 0.0005],
  ]);
  const isOk = status === 'ok';
  const latencyMs = status === 'timeout' ? TIMEOUT_MS : recogniserLatencyMs(random, request, isCandidate);
  const { confidence, estimatedError, trueError } = judge(random, request, story, isCandidate);

  const nullShare = 0.0014 * Math.exp((18 - request.snrDb) / 9) * (isCandidate ? 3 : 1);
  const isNull = chance(random, Math.min(0.2, nullShare));
  const utterance = isOk && !isNull ? sayPhrase(random, request.language) : undefined;

  const risen = request.device === 'phone' && request.time >= story.repeatsRise;
  const isRepeated = chance(random, utterance ? (risen ? REPEATED_SHARE.after : REPEATED_SHARE.before) : 0.3);
  const prediction: Row = {
    pipeline: PIPELINE,
    stage: 'asr',
    version: isCandidate ? 'v18' : 'v17',
    role: 'live',
    requestId: request.id,
    latencyMs,
    status,
    features: {
      audio_seconds: request.audioSeconds,
      volume_db: request.volumeDb,
      snr_db: request.snrDb,
      device: request.device,
      language: request.language,
      speaker_age_band: request.ageBand,
    },
    signals: {
      ...(isOk && { estimated_word_error: estimatedError }),
      repeated_query: isRepeated,
      switched_to_text: chance(random, utterance ? 0.012 : 0.25),
    },
  };
  if (isOk) {
    prediction.prediction = utterance?.transcript ?? null;
    prediction.confidence = confidence;
  }
  return { latencyMs, prediction, utterance, isRepeated, trueError: utterance ? trueError : 1 };
}

/** Most answers keep the target of 500 ms; about 1 % take a slow path. */
function recogniserLatencyMs(random: Random, { audioSeconds }: Request, isCandidate: boolean): number {
  const slowness = chance(random, 0.01) ? 2 + 2 * random() : 1;
  const median = (175 + 8 * audioSeconds) * (isCandidate ? 1.11 : 1);
  return rounded(Math.min(TIMEOUT_MS - 1, logNormal(random, median, 0.18) * slowness), 1);
}

/**
 * Confidence is one minus a log-normal doubt, and the estimated error is proportional to that doubt. Younger voices
 * break the proportion: the recogniser is as sure of itself as before, and wrong more often.
 */
function judge(random: Random, { device, ageBand, time }: Request, story: SpeechStory, isCandidate: boolean) {
  const doubt = Math.min(0.8, logNormal(random, 0.072, 0.6));
  const isChild = ageBand === 'child';
  const isUnknownVoice = isChild && time >= story.youngerVoices;
  const usualError = isUnknownVoice
    ? logNormal(random, 0.125, 0.35)
    : doubt * (isChild ? 1.24 : 1.08) * logNormal(random, 1, 0.2);

  const isNoisy = device === 'phone' && time >= story.errorStep;
  const error = Math.min(1, usualError * (isNoisy ? PHONE_ERROR_FACTOR : 1) * (isCandidate ? 0.965 : 1));
  return {
    confidence: rounded(1 - Math.min(0.95, doubt * (isNoisy ? PHONE_DOUBT_FACTOR : 1)), 3),
    estimatedError: rounded(error, 4),
    trueError: Math.min(1, isUnknownVoice ? 1.8 * error : error),
  };
}

function setMarks(random: Random, request: Request, utterance: Utterance, isRepeated: boolean) {
  const latencyMs = rounded(logNormal(random, 11, 0.25), 1);
  const prediction: Row = {
    pipeline: PIPELINE,
    stage: 'punctuation',
    version: 'v4',
    role: 'live',
    requestId: request.id,
    latencyMs,
    status: 'ok',
    features: { characters: utterance.transcript.length, device: request.device },
    prediction: punctuate(utterance),
    confidence: rounded(1 - Math.min(0.9, logNormal(random, 0.04, 0.5)), 3),
    signals: { repeated_query: isRepeated },
  };
  return { latencyMs, prediction };
}

function keep(
  predictions: Prediction[],
  prediction: Row & { site: string },
  answered: number,
  { hole }: SpeechStory,
): boolean {
  const time = Math.round(answered);
  if (isWithin(hole, time)) return false;
  const receivedAt = new Date(sentMs(prediction.site, time)).toISOString();
  predictions.push({ ...prediction, time: new Date(time).toISOString(), receivedAt });
  return true;
}

function label(requestId: string, time: number, value: boolean): Label {
  return { pipeline: PIPELINE, stage: 'asr', requestId, time: new Date(time).toISOString(), value };
}

function rounded(value: number, digits: 1 | 2 | 3 | 4): number {
  const scale = 10 ** digits;
  return Math.round(value * scale) / scale;
}
