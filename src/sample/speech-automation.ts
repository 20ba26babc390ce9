import { AutomationSetting } from '#contract/automation.ts';
import type { ReviewRequest } from '#contract/review.ts';
import { speechMinute } from './speech.ts';
import { speechStory } from './speech-story.ts';
import { MINUTE_MS } from './units.ts';

const TAU = 0.85;
const CASES = 12;
const MINUTES = 60;

/** The recogniser acts on what it is sure of; people say of the rest whether it is right. */
export function speechAutomation(): AutomationSetting {
  return AutomationSetting.parse({
    degree: 'partial',
    thresholds: [{ version: 'v17', tau: TAU }],
    peoplePerHour: 240,
    errorLimit: 0.12,
    choices: ['true', 'false'],
  });
}

/** Of the last hour, the first that the recogniser was not sure of. */
export function speechCases(seed: number, anchor: Date): ReviewRequest[] {
  const end = Math.floor(anchor.getTime() / MINUTE_MS) * MINUTE_MS;
  const story = speechStory(anchor);
  const minutes = Array.from({ length: MINUTES }, (_, i) => new Date(end - (MINUTES - i) * MINUTE_MS));
  return minutes
    .flatMap((start) => speechMinute(seed, start, story).predictions)
    .flatMap(({ stage, version, requestId, prediction, confidence, features }) =>
      stage === 'asr' && requestId !== undefined && prediction && (confidence ?? 1) < TAU
        ? [
            {
              requestId,
              version,
              reason: 'unsure' as const,
              fields: features,
              suggestion: { value: prediction, score: confidence ?? null },
            },
          ]
        : [],
    )
    .slice(0, CASES);
}
