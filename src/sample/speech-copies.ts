import type { Prediction } from '#contract/prediction.ts';
import { chance, createRandom, logNormal, partSeed, type Random } from './random.ts';
import type { SpeechStory } from './speech-story.ts';

const STREAM = 0x5ad0;

/** The shares of the requests of the recogniser that are copied before v18 answers users, to it and to v17 itself. */
export const COPIED = { candidate: 0.2, stable: 0.08 };
/** How often an answer to a copy differs from that to the request: v17 is nearly repeatable, v18 hears other words. */
const DIFFERING = { candidate: 0.14, stable: 0.015 };

/** Answers to copies of the requests of a minute, drawn apart from them: nothing else of the story changes by it. */
export function speechCopies(
  seed: number,
  minute: number,
  predictions: readonly Prediction[],
  { asrShadow, asrCandidate }: SpeechStory,
): Prediction[] {
  const random = createRandom(partSeed(seed ^ STREAM, minute));
  return predictions
    .filter(({ stage, time }) => stage === 'asr' && isWithinShadow(Date.parse(time)))
    .flatMap((row) =>
      (['candidate', 'stable'] as const).flatMap((arm) =>
        chance(random, COPIED[arm]) ? [copyOf(row, arm, random)] : [],
      ),
    );

  function isWithinShadow(time: number): boolean {
    return time >= asrShadow && time < asrCandidate;
  }
}

function copyOf(row: Prediction, arm: 'candidate' | 'stable', random: Random): Prediction {
  const { prediction, confidence, latencyMs, signals: _, ...request } = row;
  const isOther = chance(random, DIFFERING[arm]);
  const copy: Prediction = {
    ...request,
    version: arm === 'candidate' ? 'v18' : 'v17',
    role: 'shadow',
    latencyMs: rounded((latencyMs ?? 250) * (arm === 'candidate' ? 1.11 : 1) * logNormal(random, 1, 0.05), 1),
    signals: {},
    ...(prediction !== undefined && {
      prediction: typeof prediction === 'string' && isOther ? misheard(prediction, random) : prediction,
    }),
  };
  if (confidence !== undefined && confidence !== null)
    copy.confidence = rounded(Math.min(0.99, confidence * logNormal(random, isOther ? 0.9 : 1, 0.03)), 3);
  return copy;
}

/** One word is left out, said twice, or nothing is heard at all. */
function misheard(text: string, random: Random): string | null {
  const words = text.split(' ');
  const place = Math.floor(random() * words.length);
  const how = random();
  if (how < 0.06 || words.length === 1) return null;
  return words.flatMap((word, i) => (i !== place ? [word] : how < 0.6 ? [] : [word, word])).join(' ');
}

function rounded(value: number, digits: 1 | 3): number {
  const scale = 10 ** digits;
  return Math.round(value * scale) / scale;
}
